"""Anybody, without signing in: search, rounds, fairs, the form for signing in; without scripts too."""

from harness import Journey, expect

with Journey() as journey:
    page = journey.window()
    for path, name in [("/", "search"), ("/rounds", "rounds"), ("/fairs", "fairs"), ("/sign-in", "sign-in")]:
        journey.goto(page, path)
        journey.look(page, name)
    dark = journey.window(dark=True)
    journey.goto(dark, "/")
    journey.check_axe(dark, "search, dark")

    plain = journey.window(scripts=False)
    journey.sign_in(plain, journey.data["login"], journey.data["password"])
    expect(plain.locator("h1")).to_be_visible()
