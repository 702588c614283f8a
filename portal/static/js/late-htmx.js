// htmx is fetched with the page but read after its first paint, which it would hold up on a slow
// phone; until then links and forms work as everywhere.
const htmx = document.getElementById("htmx")
if (htmx) {
  requestAnimationFrame(() => setTimeout(() => {
    const script = document.createElement("script")
    script.src = htmx.href
    document.head.append(script)
  }))
}
