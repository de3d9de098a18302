"""A judge on a phone: marks with the keyboard, loses the network and gets it back, and hands the sheets in."""

from harness import Journey, expect

MARKS = ["12,5", "20", "30.5", "8", "7"]
FIELDS = ["demand", "growth", "economy", "culture", "other"]


def mark(page, marks):
    """Types marks from the first field on, as fast as a person with a keyboard: Enter leads on."""
    page.focus("#mark-demand")
    for text in marks:
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def kept(page):
    """How many pages and files this machine keeps for when the network is away."""
    return page.evaluate(
        """async () => {
            let count = 0;
            for (const name of await caches.keys()) count += (await (await caches.open(name)).keys()).length;
            return count;
        }"""
    )


def wait_until_kept(page, address):
    """Returns once a page is kept, which happens beside what the window does."""
    page.evaluate(
        """async (address) => {
            while (!await caches.match(address, { ignoreVary: true })) await new Promise((done) => setTimeout(done, 50));
        }""",
        address,
    )


with Journey() as journey:
    round, password = journey.data["round"], journey.data["password"]
    sheets = f"/judging/{round}"
    phone = journey.window(width=360)
    journey.sign_in(phone, "hoa", password, next="/judging")
    journey.look(phone, "judging")

    # the first sheet, by keyboard: it adds up and saves itself
    phone.click("text=Chấm tiếp: phiếu A1")
    assert journey.path(phone) == f"{sheets}/sheets/A1"
    total, saved = phone.locator(".bar .sum"), phone.locator(".saved")
    journey.look(phone, "sheet-empty")
    mark(phone, MARKS)
    expect(phone.locator("#comment")).to_be_focused()
    expect(total).to_have_text("78")
    expect(phone.locator('output[data-under="1"]')).to_have_text("32,5")
    expect(saved).to_contain_text("Phiếu đã đủ")
    expect(phone.locator("#state")).to_contain_text("đã đủ, chưa nộp")
    journey.look(phone, "sheet-filled")

    # a mark that may not be given is told at once, and nothing is lost
    phone.fill("#mark-demand", "16")
    expect(phone.locator("#mark-demand")).to_have_attribute("aria-invalid", "true")
    expect(saved).to_contain_text("Chưa lưu")
    journey.check_axe(phone, "a wrong mark")
    phone.fill("#mark-demand", "12,5")
    expect(saved).to_contain_text("Đã lưu lúc")

    # on to the next; the network goes: what is typed stays on the phone, over a new visit too
    phone.keyboard.press("Control+Enter")
    phone.wait_for_url(f"**{sheets}/sheets/A2")
    phone.context.set_offline(True)
    mark(phone, MARKS[:2])
    expect(saved).to_contain_text("được giữ trên máy này")
    journey.check_axe(phone, "without a network")
    phone.context.set_offline(False)
    expect(saved).to_contain_text("Đã lưu lúc")
    phone.context.set_offline(True)
    phone.fill("#mark-economy", "30")
    expect(saved).to_contain_text("được giữ trên máy này")
    phone.goto("about:blank")
    phone.context.set_offline(False)
    journey.goto(phone, sheets)
    expect(phone.locator("#drafts")).to_contain_text("Phiếu A2: đã gửi")
    journey.goto(phone, f"{sheets}/sheets/A2")
    expect(phone.locator("#mark-economy")).to_have_value("30")
    expect(phone.locator("#mark-growth")).to_have_value("20")

    # the same sheet at a desk meanwhile: the phone's later word is shown beside what is saved
    desk = journey.window(width=1280, dark=True)
    journey.sign_in(desk, "hoa", password, next=f"{sheets}/sheets/A2")
    desk.fill("#mark-culture", "9")
    expect(desk.locator(".saved")).to_contain_text("Đã lưu lúc")
    journey.check_axe(desk, "a sheet, dark")
    journey.screenshot(desk, "sheet-dark")
    phone.fill("#mark-culture", "6")
    expect(saved).to_contain_text("ghi khác đi ở nơi khác")
    phone.click("text=Xem chỗ khác nhau")
    conflict = phone.locator("#conflict")
    expect(conflict).to_contain_text("“9”")
    expect(conflict).to_contain_text("“6”")
    journey.look(phone, "sheet-conflict")
    # reading it again loses neither, and chooses nothing
    phone.goto(phone.url)
    expect(phone.locator("#mark-culture")).to_have_value("6")
    phone.click("text=Xem chỗ khác nhau")
    phone.click("#discard")
    expect(phone.locator("#mark-culture")).to_have_value("9")

    # the session is over: signing in beside it loses nothing
    phone.context.clear_cookies()
    phone.fill("#mark-other", "5")
    expect(saved).to_contain_text("Phiên đăng nhập đã hết")
    beside = phone.context.new_page()
    journey.sign_in(beside, "hoa", password, next="/judging")
    beside.close()
    phone.click("button:has-text('Lưu')")
    expect(saved).to_contain_text("Phiếu đã đủ")

    # handing in
    phone.click("text=Xem lại và nộp")
    expect(phone.locator("h1")).to_contain_text("Kiểm tra rồi nộp phiếu A2")
    journey.look(phone, "sheet-review")
    phone.click("button:has-text('Nộp phiếu')")
    expect(phone.locator("[role=status]").first).to_contain_text("Đã nộp phiếu")
    journey.look(phone, "judging-round")
    phone.click("text=Xem lại và nộp 1 phiếu đã đủ")
    journey.look(phone, "judging-submission")
    phone.click("button:has-text('Nộp 1 phiếu')")
    expect(phone.locator(".counts").first).to_contain_text("2 đã nộp")
    journey.goto(phone, f"{sheets}/sheets/A1")
    expect(phone.locator("input[data-number]")).to_have_count(0)
    journey.look(phone, "sheet-read")

    # the head judge gives one back
    head = journey.window(width=360)
    journey.sign_in(head, "truong", password, next=f"/judging-board/{round}")
    head.locator("summary", has_text="J2").click()
    journey.look(head, "judging-board")
    head.locator("details[open] a", has_text="Mở lại").first.click()
    journey.look(head, "judging-reopen")
    head.fill("#because", "Cộng nhầm")
    head.click("button:has-text('Mở lại phiếu')")
    expect(head.locator("[role=status]").first).to_contain_text("Đã mở lại phiếu")

    # without a network another sheet opens too, one that was never open: it is marked, and saved when the network is back
    journey.goto(phone, sheets)
    wait_until_kept(phone, f"{sheets}/sheets/A3")
    phone.context.set_offline(True)
    phone.click(".sheets a:has-text('A3')")
    expect(phone.locator("h1")).to_contain_text("Phiếu A3")
    mark(phone, MARKS[:2])
    expect(saved).to_contain_text("được giữ trên máy này")
    journey.look(phone, "sheet-kept")
    phone.click(".crumb a")
    expect(phone.locator("h1")).to_contain_text("Kỳ")
    expect(phone.locator("#drafts")).to_contain_text("Phiếu A3")
    # what was not kept is said not to be
    phone.goto(journey.address + f"{sheets}/submit")
    expect(phone.locator("h1")).to_have_text("Không có mạng")
    journey.check_axe(phone, "a page that is not kept")
    phone.click("a")
    expect(phone.locator("h1")).to_contain_text("Phiếu chấm của tôi")
    phone.context.set_offline(False)
    expect(phone.locator("#drafts")).to_contain_text("Phiếu A3: đã gửi")
    journey.goto(phone, f"{sheets}/sheets/A3")
    expect(phone.locator("#mark-demand")).to_have_value("12,5")
    expect(phone.locator("#mark-growth")).to_have_value("20")
    expect(phone.locator("#state")).to_contain_text("đang chấm")

    # signing out asks before anything that is not sent yet is lost, and leaves nothing
    journey.goto(phone, f"{sheets}/sheets/A3")
    phone.context.set_offline(True)
    phone.fill("#mark-demand", "10")
    expect(saved).to_contain_text("được giữ trên máy này")
    phone.goto("about:blank")
    phone.context.set_offline(False)
    journey.goto(phone, "/account")
    # another judge's, typed on this phone before: neither asked about nor lost
    other = "cnnt-sheet/999/1/result/B7"
    phone.evaluate("key => localStorage.setItem(key, '{}')", other)
    questions = []
    phone.once("dialog", lambda dialog: (questions.append(dialog.message), dialog.dismiss()))
    phone.click("text=Đăng xuất >> nth=0")
    assert "A3" in questions[0] and "B7" not in questions[0], questions
    assert journey.path(phone) == "/account"
    phone.once("dialog", lambda dialog: dialog.accept())
    phone.click("text=Đăng xuất >> nth=0")
    phone.wait_for_url("**/sign-in")
    assert phone.evaluate("Object.keys(localStorage)") == [other]
    assert kept(phone) == 0
    # who signs in next on the same phone finds none of it, not even without a network
    journey.sign_in(phone, "truong", password, next="/account")
    phone.context.set_offline(True)
    phone.goto(journey.address + f"{sheets}/sheets/A3")
    expect(phone.locator("h1")).to_have_text("Không có mạng")
    phone.context.set_offline(False)
