"""Two ways to use a page: with a mouse, and by keyboard alone."""

from playwright.sync_api import Page, expect

# More stops than any page has, so that a stop that cannot be reached is found.
MOST_STOPS = 400
FOCUSED = "(selector) => document.activeElement.matches(selector)"
STEPS_TO_OPTION = """([selector, value]) => {
  const choice = document.querySelector(selector);
  const open = [...choice.options].filter((option) => !option.disabled);
  const at = (wanted) => open.findIndex((option) => option.value === wanted);
  return at(value) - at(choice.value);
}"""


class Mouse:
    """Clicks what it sees."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, selector: str) -> None:
        """Press a button, follow a link, open a fold."""
        self.page.locator(selector).first.click()

    def fill(self, selector: str, text: str) -> None:
        """Write into a field instead of what stands there."""
        self.page.locator(selector).fill(text)

    def choose(self, selector: str, value: str) -> None:
        """Choose from a list."""
        self.page.locator(selector).select_option(value=value)

    def set_the_point(self) -> None:
        """Set the point of a record on the map of its form."""
        self.page.locator(".leaflet-container").click()


class Keyboard(Mouse):
    """Goes from stop to stop with the Tab key and touches no mouse."""

    def reach(self, selector: str) -> None:
        """Go to what `selector` names."""
        expect(self.page.locator(selector).first).to_be_visible()
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(FOCUSED, selector):
                return
        raise AssertionError(f"The Tab key does not lead to {selector}")

    def press(self, selector: str) -> None:
        """Press a button, follow a link, open a fold."""
        self.reach(selector)
        self.page.keyboard.press("Enter")

    def fill(self, selector: str, text: str) -> None:
        """Write into a field instead of what stands there."""
        self.reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, selector: str, value: str) -> None:
        """Go through a list by the arrow keys."""
        self.reach(selector)
        steps = self.page.evaluate(STEPS_TO_OPTION, [selector, value])
        for _step in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        expect(self.page.locator(selector)).to_have_value(value)

    def set_the_point(self) -> None:
        """Set the point of a record on the map of its form."""
        self.press("[data-picker-centre]")
