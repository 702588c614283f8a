"""Going through the pages of the table, in one window for each who looks and each language."""

SEND = """([action, fields]) => {
  const form = document.createElement("form")
  form.method = "post"
  form.action = action
  const token = document.querySelector("[name=csrf_token]").value
  for (const [name, value] of Object.entries({csrf_token: token, ...fields})) {
    const input = document.createElement("input")
    Object.assign(input, {type: "hidden", name, value})
    form.append(input)
  }
  document.body.append(form)
  form.submit()
}"""


class Walk:
    """`show(page, language)` gives the tab with that page; what went wrong is in `faults`."""

    def __init__(self, chromium, address, stage, script=None, **options):
        self._chromium, self._address, self._stage = chromium, address, stage
        self._script, self._options = script, options
        self._tabs = {}
        self.faults = []

    def show(self, page, language):
        tab = self._tab(page.who, language)
        self.faults.clear()
        answer = self._go(tab, page, language)
        assert answer.status == page.status
        return tab

    def close(self):
        for tab in self._tabs.values():
            tab.context.close()

    def _tab(self, who, language):
        if (who, language) not in self._tabs:
            self._tabs[who, language] = self._open(who, language)
        return self._tabs[who, language]

    def _open(self, who, language):
        context = self._chromium.new_context(
            base_url=self._address, locale=f"{language}-MA", **self._options
        )
        name = self._stage.app.config["SESSION_COOKIE_NAME"]
        cookie = {"name": name, "value": self._stage.cookie(who), "url": self._address}
        context.add_cookies([cookie])
        if self._script:
            context.add_init_script(path=self._script)
        tab = context.new_page()
        tab.on("console", self._hear)
        tab.on("pageerror", lambda error: self.faults.append(str(error)))
        tab.on("request", self._look_where)
        return tab

    def _go(self, tab, page, language):
        path = self._stage.path(page)
        if page.method == "SHOW":
            made = self._stage.render(page, language)
            shown = {"status": page.status, "headers": dict(made.headers), "body": made.get_data()}
            tab.route("**/shown", lambda route: route.fulfill(**shown))
            path = "/shown"
        if page.method != "POST":
            return tab.goto(path)
        tab.goto("/join")
        with tab.expect_navigation() as way:
            tab.evaluate(SEND, [path, page.form(self._stage)])
        return way.value

    def _hear(self, message):
        """A refusal's own status is no fault; a file that is missing is one."""
        is_answer = message.location.get("url", "").partition("#")[0] == message.page.url
        if message.type == "error" and not (is_answer and "status of" in message.text):
            self.faults.append(message.text)

    def _look_where(self, request):
        if not request.url.startswith((self._address, "data:")):
            self.faults.append(f"asks {request.url}")
