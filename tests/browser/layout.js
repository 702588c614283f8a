// What a page's layout does wrong, as sentences; test_layout.py runs it at each width.
window.layoutFaults = (() => {
  const ACTS = ".button, .bar__place, .top__act, .top__name, .tabs a, .pick, .tick, summary, select, textarea, input"
  const CONTROLS = "a[href], button, input, select, textarea, summary, label"
  const say = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 120)

  const isShown = (element) => {
    const { width, height } = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    return width > 1 && height > 1 && style.visibility !== "hidden" && style.opacity !== "0"
      && !element.closest(".skip, .hidden, [aria-hidden=true], svg")
  }
  const shown = (selector) => [...document.body.querySelectorAll(selector)].filter(isShown)

  const isInScroller = (element) => {
    for (let at = element; at !== document.body; at = at.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(at).overflowX)) return true
    return false
  }
  const isInline = (element) => element.matches("a") && getComputedStyle(element).display === "inline"

  return {
    wide: () => {
      const width = document.documentElement.clientWidth
      return shown("*").filter((element) => {
        const { left, right } = element.getBoundingClientRect()
        return (left < -1 || right > width + 1) && !isInScroller(element)
      }).map((element) => `beyond the edge: ${say(element)}`)
        .concat(document.documentElement.scrollWidth > width ? ["the page scrolls sideways"] : [])
    },
    cut: () => shown("*").filter((element) => {
      const style = getComputedStyle(element)
      const hides = (way) => ["hidden", "clip"].includes(style[way])
      return element.textContent.trim() && (
        (hides("overflowX") && element.scrollWidth > element.clientWidth + 1)
        || (hides("overflowY") && element.scrollHeight > element.clientHeight + 1))
    }).map((element) => `cut off: ${say(element)}`),
    small: () => shown(CONTROLS).filter((element) => {
      const { width, height } = (element.closest(".pick, .tick") ?? element).getBoundingClientRect()
      const least = element.matches(ACTS) && !element.matches(".tick input") ? 44 : 24
      const counts = element.matches("label") ? element.matches(".pick, .tick") : !isInline(element)
      return counts && (height < least - 0.5 || width < 24)
    }).map((element) => `too small to touch: ${say(element)}`),
  }
})()
