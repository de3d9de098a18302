import Foundation
import Registry
import RuralIndustry
import TestPictures
import TestSupport
import Testing

/// A round that is judged: a head judge `truong` (J1), judges `hoa` (J2) and `nam` (J3), entries A1, A2 and A3, of which
/// the first has a photograph that judges see. `can.bo` is an officer of the province, `la.mat` of another one.
struct JudgesRound: Sendable {
    let test: TestRegistry
    let id: Int64

    static let password = "bốn con trâu đi cày"
    /// What no judge may read.
    static let secrets = ["Chè Bí Mật", "Hợp tác xã Kín"]
    static let plan = """
        {"scoring": {"step": "0.5"}, "judges": {"dossier_parts": ["photo"]}, "rubrics": {"*": [{"criterion": "market", "children": [
          {"id": "demand", "name": "Đáp ứng nhu cầu <thị trường> trong và ngoài nước", "max": "15"},
          {"id": "growth", "name": "Khả năng phát triển sản xuất", "max": "25"}]}]}}
        """

    static func hold(in test: TestRegistry) async throws -> JudgesRound {
        let (registry, viewer, day) = (test.registry, test.viewer, Day("2023-05-15"))
        let maker = try await test.establishment(name: "Hợp tác xã Kín", commune: "05503", [:])
        var drafts: [Located<EntryDraft>] = []
        for number in 1...3 {
            let product = try await test.product(of: maker, name: "Chè Bí Mật \(number)")
            if number == 1 {
                _ = try await registry.addPapers(
                    [
                        IncomingPaper(
                            try Fields(named: ["kind": "photo", "title": "Chè Bí Mật"]),
                            bytes: Picture(width: 320, height: 240, seed: 1).jpeg())
                    ], to: .product(product.id), today: test.today, as: viewer)
            }
            drafts.append(
                Located(
                    try EntryDraft(
                        Fields(named: [
                            "product_id": String(product.id), "entry_code": "A\(number)",
                            "judging_name": "Mẫu số \(number) <b>", "filed_on": "2023-04-10",
                        ])), at: Place(row: number + 1)))
        }
        let round = try await registry.createRound(
            NewRound(
                regulationID: "vbhn-16-2018", level: .district, organiserCode: "164", year: 2023,
                name: "Kỳ bình chọn mẫu", plan: try RegulationLayer(parsing: Array(plan.utf8), as: .plan),
                heldOn: day, intakeUntil: nil), as: viewer, today: test.today
        ).id
        _ = try await registry.openRound(round, as: viewer)
        for seat in 1...5 {
            _ = try await registry.addCouncilMember(
                round: round, name: "Ủy viên \(seat)",
                role: seat == 1 ? .chair : seat == 2 ? .standingViceChair : .member, from: day, as: viewer)
        }
        for seat in 1...3 {
            _ = try await registry.addJudge(
                round: round, code: "J\(seat)", name: "Giám khảo \(seat)", role: seat == 1 ? .head : .judge,
                from: day, as: viewer)
        }
        _ = try await registry.importEntries(drafts, round: round, as: viewer, today: test.today)
        _ = try await registry.moveEntries(
            round: round, codes: ["A1", "A2", "A3"], to: .accepted, because: nil, as: viewer)
        _ = try await registry.startJudging(round, as: viewer)
        let held = JudgesRound(test: test, id: round)
        try await held.addPeople()
        return held
    }

    private func addPeople() async throws {
        for (login, role, territory) in [
            ("truong", Role.headJudge, "round:\(id)"), ("hoa", .judge, "round:\(id)"),
            ("nam", .judge, "round:\(id)"), ("can.bo", .officer, "19"), ("la.mat", .officer, "24"),
        ] {
            try await test.account(login)
            try await test.grant(role, in: territory, to: login)
            _ = try await test.registry.setPassword(
                Self.password, of: login, at: Day("2026-11-20").noon, as: test.viewer)
        }
        for (login, judge) in [("truong", "J1"), ("hoa", "J2"), ("nam", "J3")] {
            try await test.registry.tieAccount(
                login, toJudge: judge, round: id, on: test.today, as: test.viewer)
        }
    }

    /// What stands on a sheet now.
    func sheet(_ entry: String, _ judge: String) async throws -> SheetRecord {
        try await test.registry.sheet(round: id, entry: entry, judge: judge, as: test.viewer)
    }

    /// Marks that fill a sheet.
    static let marks = [
        ("mark-demand", "12,5"), ("mark-growth", "20"), ("mark-economy", "30.5"), ("mark-culture", "8"),
        ("mark-other", "7"),
    ]
}

/// Somebody who is signed in, with a browser without scripts.
actor PlainBrowser {
    let site: RunningSite
    private var cookie = ""

    init(_ site: RunningSite) { self.site = site }

    static func signedIn(_ site: RunningSite, _ login: String) async throws -> PlainBrowser {
        let browser = PlainBrowser(site)
        let answer = try await browser.post(
            "/sign-in", [("login", login), ("password", JudgesRound.password)])
        try #require(answer.status == 303, "\(login): \(answer.status)")
        return browser
    }

    func get(_ path: String) async throws -> HTTPAnswer { try await send("GET", path, nil, "text/html") }

    func post(
        _ path: String, _ fields: [(String, String)], accept: String = "text/html",
        origin: String = "same-origin"
    )
        async throws -> HTTPAnswer
    {
        let body = fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        return try await send("POST", path, body, accept, origin)
    }

    private func send(
        _ method: String, _ path: String, _ body: String?, _ accept: String, _ origin: String = "same-origin"
    ) async throws -> HTTPAnswer {
        var head =
            "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: \(accept)\r\n"
            + "Sec-Fetch-Site: \(origin)\r\nCookie: \(cookie)\r\n"
        if let body {
            head +=
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n"
        }
        let answer = try await HTTPExchange.run(port: site.port, head + "\r\n" + (body ?? ""))
        if let set = answer.headers["set-cookie"]?.split(separator: ";").first { cookie = String(set) }
        return answer
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }
}

extension HTTPAnswer {
    /// What a hidden field of a form holds.
    func hidden(_ name: String) -> String? {
        guard let start = body.range(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(body[start.upperBound...].prefix { $0 != "\"" })
    }
}
