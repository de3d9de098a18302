import Foundation
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("The description of what programs ask")
struct DescriptionTests {
    private static let file = SourceTree.root + "/Sources/Web/API/openapi.yaml"
    /// Other people's programs that read it, where they are installed.
    private static let checkers =
        ProcessInfo.processInfo.environment["CNNT_SCHEMATHESIS"] ?? SourceTree.root + "/.build/schemathesis"
    private static let areThere = FileManager.default.fileExists(atPath: checkers + "/schemathesis")

    /// `GET /api/v1/me` of every operation.
    private static func operations() throws -> Set<String> {
        var found: Set<String> = []
        var path: Substring?
        for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
            if let match = line.firstMatch(of: /^  (\/api\/v1\/\S*):$/) {
                path = match.1
            } else if line.firstMatch(of: /^\S/) != nil {
                path = nil
            } else if let path, let match = line.firstMatch(of: /^    (get|post|put|patch|delete):$/) {
                found.insert("\(match.1.uppercased()) \(path)")
            }
        }
        return found
    }

    @Test("describes every route and method that is answered, and no other")
    func routes() async throws {
        let described = try Self.operations()
        #expect(described.count > 20)
        try await TestRegistry.run { test in
            let server = try WebServer(
                registry: test.registry, listen: "127.0.0.1:0", baseURL: nil,
                clock: { Day("2026-11-20").noon },
                logger: .silent)
            let routed = Set(server.routes.map { String($0) }).filter { $0.contains(" /api/v1/") }
            #expect(described.isSubset(of: routed), "\(described.subtracting(routed))")
            try await RunningSite.run(test.registry) { site in
                for route in routed where !route.hasPrefix("HEAD ") && !route.hasPrefix("CONNECT ") {
                    let parts = route.split(separator: " ")
                    let path = parts[1].replacing(/\{[a-z]+\}/, with: "1")
                    let answer = try await site.get(String(path), String(parts[0]), accept: "*/*")
                    #expect((answer.status == 405) != described.contains(route), "\(route): \(answer.status)")
                }
                let served = try await site.get("/api/v1/openapi.yaml")
                #expect(served.headers["content-type"] == "application/yaml")
                #expect(served.body == (try String(contentsOfFile: Self.file, encoding: .utf8)))
            }
        }
    }

    @Test(
        "every answer, of what is done and of what is refused, is as it says",
        .enabled(if: areThere, "jsonschema is not in .build/schemathesis: run deploy/test once"))
    func answers() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mô Tả", "Mật Mô Tả"])
            let issued = try await test.program("can.bo", .officer, in: "19")
            let reader = try await test.program("can.bo", .officer, in: "19", scopes: [.fairsRead])
            let fair = try await test.registry.createFair(
                NewFair(
                    name: "Hội chợ Mẫu", level: .provincial, organiserCode: "19", venue: "Quảng trường",
                    first: Day("2026-12-01"), last: Day("2026-12-05")), as: test.viewer)
            let open = try await test.openRound()
            let owner = try await test.program(
                "chu", .establishmentOwner, in: "establishment:\(held.products[0].establishmentID)")
            let booths = try await test.openFair()
            let given = try await test.hold(
                "A01", at: booths, for: [.establishment(held.products[0].establishmentID)])
            let shared = try await test.openFair()
            try await test.declare(
                shared, seed: "Giải đặc biệt", on: Day("2026-11-01"), until: Day("2026-11-10"))
            try await test.requests(
                "tenant_kind,tenant_name,booths,filed_on\nsponsor,Nhà A,1,2026-11-05\nsponsor,Nhà B,9,2026-11-05\ndepartment,Sở C,1,2026-11-05\n",
                at: shared, on: Day("2026-11-05"))
            let notes = AnswerNotes()
            try await RunningSite.run(test.registry) { site in
                let program = ProgramClient(site: site, token: issued.text, notes: notes)
                try await Self.tour(program, held, fair: fair.id)
                _ = try await program.get("fairs/\(fair.id)/terms")
                try await Self.rounds(program)
                try await Self.roundSteps(program, held)
                try await Self.fairs(program, fair: fair.id, test)
                try await Self.givenBooths(program, at: shared.id)
                try await Self.entries(program, open.id, held)
                try await Self.booths(
                    ProgramClient(site: site, token: owner.text, notes: notes),
                    of: held.products[0].establishmentID,
                    at: booths.id, given[0].id)
                let others = [
                    ProgramClient(site: site, notes: notes),
                    ProgramClient(site: site, token: "x", notes: notes),
                    ProgramClient(site: site, token: reader.text, notes: notes),
                ]
                for operation in try Self.operations().sorted() {
                    let parts = operation.split(separator: " ")
                    let path = parts[1].dropFirst("/api/v1/".count).replacing(/\{[a-z]+\}/, with: "1")
                    for other in others {
                        _ = try await other.send(
                            String(parts[0]), String(path), body: parts[0] == "GET" ? nil : "{}",
                            type: parts[0] == "GET" ? nil : "application/json")
                    }
                    _ = try await program.send(
                        String(parts[0]), String(path), headers: ["Accept": "image/png"])
                }
            }
            // where the database is gone, every address says so and when to come back
            let unreachable = UnreachableRegistry.make()
            try await RunningSite.run(unreachable) { site in
                let program = ProgramClient(site: site, token: issued.text, notes: notes)
                for operation in try Self.operations().sorted() {
                    let parts = operation.split(separator: " ")
                    let path = parts[1].dropFirst("/api/v1/".count).replacing(/\{[a-z]+\}/, with: "1")
                    let answer = try await program.send(
                        String(parts[0]), String(path), body: parts[0] == "GET" ? nil : "{}",
                        type: parts[0] == "GET" ? nil : "application/json")
                    #expect(answer.status == 503 && answer.code == "database-unavailable", "\(operation)")
                    #expect(answer.headers["retry-after"] != nil, "\(operation)")
                }
            }
            await unreachable.close()
            let text = try await notes.text()
            try await ShellRun.inTemporaryFolder { folder in
                try text.write(toFile: folder + "/notes.json", atomically: true, encoding: .utf8)
                let outcome = try await ShellRun.run(
                    ["python3", "-c", Self.checker, Self.file, folder + "/notes.json"], in: folder,
                    ["PYTHONPATH": Self.checkers])
                #expect(outcome.status == 0, "\(outcome.output)")
            }
        }
    }

    /// Everything that can be asked, once with success and where there are ways to fail in each of them.
    private static func tour(_ program: ProgramClient, _ held: HeldRound, fair: Int64) async throws {
        let maker = ProgramInterfaceTests.maker
        for path in [
            "me", "establishments", "establishments?limit=1", "establishments?limit=x", "products?limit=1",
            "products?group=food", "products?x=1", "establishments/1", "establishments/999", "products/1",
            "products/999", "establishments/export", "establishments/export?format=jsonl", "products/export",
            "products/export?format=x", "rounds", "rounds?state=x", "rounds/\(held.round)", "rounds/999",
            "rounds/\(held.round)/entries", "rounds/\(held.round)/entries?after=x", "rounds/999/entries",
            "rounds/\(held.round)/results", "rounds/999/results", "certificates", "certificates?year=x",
            "certificates?round=\(held.round)&level=provincial&year=2023&limit=1", "awards?product=1",
            "awards",
            "awards?unit=99", "awards?product=999", "certificates/\(held.certificates[0].code ?? "")",
            "certificates/00000", "certificates/\(held.certificates[0].code ?? "")/proof",
            "certificates/00000/proof", "fairs", "fairs?level=x", "fairs/\(fair)", "fairs/999", "changes",
            "changes?limit=3", "changes?after=latest", "changes?after=x", "openapi.yaml", "guide", "nothing",
        ] { _ = try await program.get(path) }
        _ = try await program.get("establishments/1", ["If-None-Match": "\"1\""])
        _ = try await program.get("products/1", ["If-None-Match": "\"1\""])
        for (path, body) in [
            ("establishments", maker),
            ("products", #"{"name": "Chè", "group": "food", "establishment_id": "1"}"#),
        ] {
            let key = ["Idempotency-Key": path]
            _ = try await program.post(path + "?dry_run=true", body)
            let made = try await program.post(path, body, key)
            _ = try await program.post(path, body, key)
            _ = try await program.post(path, body.replacing("Chè", with: "Trà"), key)
            for bad in ["{", "[]", "{}", #"{"name": 1, "x": 2}"#] { _ = try await program.post(path, bad) }
            _ = try await program.post(path, body, type: "text/plain")
            _ = try await program.send(
                "POST", path, type: "application/json", headers: ["Content-Length": "70000"])
            let one = "\(path)/\(try made.text("id") ?? "")"
            for (change, tag) in [
                (#"{"name": "Tên mới"}"#, "\"1\""), (#"{"name": "Tên mới"}"#, "\"1\""),
                (#"{"name": ""}"#, "\"2\""),
                ("{", "\"2\""), (#"{"name": "Tên mới"}"#, nil),
            ] { _ = try await program.patch(one, change, ifMatch: tag) }
            _ = try await program.patch(one + "?dry_run=true", #"{"name": "Thử"}"#, ifMatch: "*")
            _ = try await program.patch("\(path)/999", "{}", ifMatch: "*")
            let export = try await program.get(path + "/export").body
            for query in ["?dry_run=true", ""] {
                _ = try await program.post(path + "/import" + query, export, type: "text/csv")
                _ = try await program.post(path + "/import" + query, "name\nx\n", type: "text/csv")
            }
            _ = try await program.post(path + "/import?dry_run=x", export, type: "text/csv")
            _ = try await program.post(path + "/import", "", type: "application/json")
            _ = try await program.post(
                path + "/import?dry_run=true",
                export.replacing("food", with: "x").replacing("cooperative", with: "x"),
                type: "text/csv")
        }
    }

    /// Rounds that are created, and what is none.
    private static func rounds(_ program: ProgramClient) async throws {
        let round =
            #"{"regulation": "vbhn-16-2018", "level": "provincial", "organiser": "19", "year": 2023, "name": "Kỳ", "held_on": "2023-12-15"}"#
        for body in [round, "{", "{}", "[]", round.replacing("2018", with: "x")] {
            _ = try await program.post("rounds?dry_run=true", body)
        }
        for _ in 0..<2 { _ = try await program.post("rounds", round, ["Idempotency-Key": "round"]) }
        _ = try await program.post("rounds", "{}", ["Idempotency-Key": "round"])
        _ = try await program.post("rounds", round, type: "text/plain")
        _ = try await program.post("rounds?x=1", round)
        _ = try await program.send(
            "POST", "rounds", type: "application/json", headers: ["Content-Length": "70000"])
    }

    /// A round from its opening to the result, with what stands in the way of each step.
    private static func roundSteps(_ program: ProgramClient, _ held: HeldRound) async throws {
        let new =
            #"{"regulation": "vbhn-16-2018", "level": "provincial", "organiser": "19", "year": 2023, "name": "Kỳ", "held_on": "2023-12-15"}"#
        let id = try await program.post("rounds", new).text("id") ?? ""
        let round = "rounds/\(id)"
        for (version, step) in [(1, "opening"), (2, "judging"), (3, "closing")] {
            if step == "judging" {
                try await seats(program, round, held)
                try await seatChanges(program, round)
            }
            if step == "closing" {
                let code = try await program.get(round + "/entries").list().first?["entry_code"] as? String
                try await marks(program, round, of: code ?? "")
            }
            var body = step == "closing" ? "{}" : ""
            for tag in ["", "\"9\"", "\"\(version)\""] {
                let match = (tag.isEmpty ? [:] : ["If-Match": tag]).merging(["Idempotency-Key": step]) { $1 }
                let tried = try await program.post("\(round)/\(step)?dry_run=true", body, match)
                _ = try await program.post("\(round)/\(step)", step == "closing" ? "[" : body, match)
                if let digest = try? tried.text("result_sha256") {
                    body = #"{"result_sha256": "\#(digest)"}"#
                }
                for _ in 0..<2 { _ = try await program.post("\(round)/\(step)", body, match) }
            }
            _ = try await program.post("\(round)/\(step)", body, ["If-Match": "*"])
            _ = try await program.post("rounds/999/\(step)", body, ["If-Match": "*"])
            _ = try await program.post("\(round)/\(step)?x=1", body, ["If-Match": "*"])
        }
        let closing = round + "/closing"
        _ = try await program.post(closing, "{}", type: "text/plain", ["If-Match": "*"])
        _ = try await program.send(
            "POST", closing, type: "application/json", headers: ["Content-Length": "70000", "If-Match": "*"])
        _ = try await program.post(round + "/council", #"{"name": "Bà Muộn", "role": "member"}"#)
        try await votes(program, round)
    }

    /// All of the council meet and vote on the list.
    private static func votes(_ program: ProgramClient, _ round: String) async throws {
        let names = try await program.get(round + "/council").list().filter {
            $0["to_date"] as? String == nil
        }
        .compactMap { $0["name"] as? String }
        _ = try await program.post(
            round + "/meetings",
            #"{"held_on": "2026-11-20", "present": [\#(names.map { "\"\($0)\"" }.joined(separator: ", "))]}"#)
        let path = round + "/votes"
        let vote = #"{"held_on": "2026-11-20", "in_favour": \#(names.count)}"#
        for body in ["{", "{}", "[]", vote.replacing("11-20", with: "11-21"), vote, vote] {
            _ = try await program.post(path + "?dry_run=true", body)
            _ = try await program.post(path, body, ["Idempotency-Key": "vote"])
        }
        _ = try await program.post(path, vote)
        _ = try await program.post(path, vote, type: "text/plain")
        _ = try await program.post("rounds/999/votes", vote)
        _ = try await program.send(
            "POST", path, type: "application/json", headers: ["Content-Length": "70000"])
        for list in [path, path + "?x=1", "rounds/999/votes"] { _ = try await program.get(list) }
    }

    /// As if the judges had marked.
    private static func marks(_ program: ProgramClient, _ round: String, of entry: String) async throws {
        let path = round + "/marks/import"
        let file = ProgramMarkTests.file(entry)
        for body in ["entry\nx\n", file.replacing("J3", with: "J9"), file, file] {
            _ = try await program.post(path + "?dry_run=true", body, type: "text/csv")
            _ = try await program.post(path, body, type: "text/csv", ["Idempotency-Key": "marks"])
        }
        _ = try await program.post(path, file, type: "text/csv")
        _ = try await program.post(path, file, type: "text/plain")
        _ = try await program.post(path + "?x=1", file, type: "text/csv")
        _ = try await program.post("rounds/999/marks/import", file, type: "text/csv")
        _ = try await program.send(
            "POST", path, type: "text/csv", headers: ["Content-Length": "40000000"])
    }

    /// Seats a council and a panel, and enters a product.
    private static func seats(_ program: ProgramClient, _ round: String, _ held: HeldRound) async throws {
        let council = ["chair", "standing-vice-chair"] + Array(repeating: "member", count: 5)
        let seats: [(String, String)] =
            council.enumerated().map { ("council", #"{"name": "Ủy viên \#($0)", "role": "\#($1)"}"#) }
            + ["head", "judge", "judge"].enumerated().map {
                ("panel", #"{"judge": "J\#($0 + 1)", "name": "Giám khảo \#($0)", "role": "\#($1)"}"#)
            }
        for (number, (seat, body)) in seats.enumerated() {
            let address = "\(round)/\(seat)"
            for wrong in ["{", "{}", "[]", #"{"name": "Ủy viên", "role": "x"}"#] {
                _ = try await program.post(address, wrong)
            }
            _ = try await program.post(address + "?dry_run=true", body)
            for _ in 0..<2 {
                _ = try await program.post(address, body, ["Idempotency-Key": "seat-\(number)"])
            }
            _ = try await program.post(address, body)
            _ = try await program.post(address, body, type: "text/plain")
            _ = try await program.send(
                "POST", address, type: "application/json", headers: ["Content-Length": "70000"])
            _ = try await program.post("rounds/999/\(seat)", body)
            for other in [address, address + "?x=1", "rounds/999/\(seat)"] {
                _ = try await program.get(other)
            }
        }
        let entry = #"{"product_id": "\#(held.products[0].id)", "exception": "lower-round-not-held"}"#
        let code = try await program.post(round + "/entries", entry).text("entry_code") ?? ""
        _ = try await program.post("\(round)/entries/\(code)/acceptance", "{}", ["If-Match": "*"])
    }

    /// Who was seated too many leaves, after somebody took their place; and the council meets.
    private static func seatChanges(_ program: ProgramClient, _ round: String) async throws {
        let member = try await program.post(
            round + "/council", #"{"name": "Ông Thừa", "role": "member"}"#
        ).text("id")
        _ = try await program.post(
            round + "/panel", #"{"judge": "J8", "name": "Bà Thừa", "role": "judge"}"#)
        let new = #"{"name": "Người Mới", "reason": "chuyển công tác"}"#
        let why = #"{"reason": "chuyển công tác"}"#
        var council = "\(round)/council/\(member ?? "")"
        for (kind, body) in [("replacement", new), ("removal", why)] {
            let panel = "\(round)/panel/\(kind == "removal" ? "J9" : "J8")"
            let judge = kind == "removal" ? body : body.replacing("{", with: #"{"judge": "J9", "#)
            for (address, good) in [("\(council)/\(kind)", body), ("\(panel)/\(kind)", judge)] {
                for wrong in ["{", "{}", "[]", #"{"reason": "x", "act_date": "2026-11-01"}"#] {
                    _ = try await program.post(address, wrong)
                }
                let key = ["Idempotency-Key": address]
                _ = try await program.post(address + "?dry_run=true", good, key)
                let done = try await program.post(address, good, key)
                _ = try await program.post(address, good, key)
                _ = try await program.post(address, good)
                _ = try await program.post(address, good, type: "text/plain")
                _ = try await program.send(
                    "POST", address, type: "application/json", headers: ["Content-Length": "70000"])
                _ = try await program.post(
                    "rounds/999" + address.dropFirst(round.count), good)
                if address.hasPrefix(council) {
                    council = "\(round)/council/\(try done.text("id") ?? "")"
                }
            }
        }
        let meetings = round + "/meetings"
        let held = #"{"held_on": "2026-11-20", "present": ["Ủy viên 0", "Ủy viên 1"]}"#
        for body in ["{", "{}", "[]", held.replacing("11-20", with: "11-30"), held, held] {
            _ = try await program.post(meetings + "?dry_run=true", body)
            _ = try await program.post(meetings, body, ["Idempotency-Key": "meeting"])
        }
        _ = try await program.post(meetings, held, type: "text/plain")
        _ = try await program.post("rounds/999/meetings", held)
        _ = try await program.send(
            "POST", meetings, type: "application/json", headers: ["Content-Length": "70000"])
        for list in [meetings, meetings + "?x=1", "rounds/999/meetings"] { _ = try await program.get(list) }
    }

    /// What can be done with fairs.
    private static func fairs(_ program: ProgramClient, fair: Int64, _ test: TestRegistry) async throws {
        let new =
            #"{"name": "Hội chợ", "level": "provincial", "organiser": "19", "venue": "Quảng trường", "first_day": "2026-12-10", "last_day": "2026-12-14"}"#
        for body in [new, "{", "{}", "[]", new.replacing("12-14", with: "12-01")] {
            _ = try await program.post("fairs?dry_run=true", body)
        }
        for body in [new, new, "{}"] {
            _ = try await program.post("fairs", body, ["Idempotency-Key": "fair"])
        }
        _ = try await program.post("fairs", new, type: "text/plain")
        _ = try await program.post("fairs?x=1", new)
        _ = try await program.send(
            "POST", "fairs", type: "application/json", headers: ["Content-Length": "70000"])
        let one = "fairs/\(fair)"
        for (change, tag) in [
            (#"{"name": "Tên mới"}"#, "\"9\""), (#"{"name": ""}"#, "\"1\""), ("{", "\"1\""),
            (#"{"name": "Tên mới"}"#, nil), (#"{"name": "Tên mới"}"#, "\"1\""),
        ] {
            _ = try await program.patch(one + "?dry_run=true", change, ifMatch: tag)
            _ = try await program.patch(one + "?reason=x", change, ifMatch: tag)
        }
        _ = try await program.patch("fairs/999", #"{"name": "x"}"#, ifMatch: "*")
        _ = try await program.patch(one + "?x=1", "{}", ifMatch: "*")
        _ = try await program.post(one + "/opening", "", ["If-Match": "*"])
        try await fairParts(program, one)
        for step in ["opening", "closing"] {
            for tag in ["", "\"9\"", "*"] {
                let match = (tag.isEmpty ? [:] : ["If-Match": tag]).merging(["Idempotency-Key": step]) { $1 }
                _ = try await program.post("\(one)/\(step)?dry_run=true", "", match)
                for _ in 0..<2 { _ = try await program.post("\(one)/\(step)", "", match) }
            }
            _ = try await program.post("\(one)/\(step)", "", ["If-Match": "*"])
            _ = try await program.post("fairs/999/\(step)", "", ["If-Match": "*"])
        }
        _ = try await program.patch(one + "?reason=x", #"{"name": "Muộn"}"#, ifMatch: "*")
    }

    /// A fair's plan, quotas and terms.
    private static func fairParts(_ program: ProgramClient, _ fair: String) async throws {
        for (part, type, good, wrong) in [
            ("booths/import", "text/csv", "code,x_m,y_m,width_m,depth_m\nA01,0,0,3,3\n", "code\nA\n"),
            (
                "booths/grid", "application/json",
                #"{"rows": 1, "booths_per_row": 2, "aisle_m": 3, "back_to_back": false}"#, "{}"
            ),
            ("quotas/import", "text/csv", "province_code,booths\n19,2\n", "province_code,booths\n98,x\n"),
            ("terms", "application/json", #"{"requests_until": "2026-11-25"}"#, #"{"rules": {"x": 1}}"#),
        ] {
            let address = "\(fair)/\(part)"
            for tag in ["", "\"99\"", "*"] {
                let match = (tag.isEmpty ? [:] : ["If-Match": tag]).merging(["Idempotency-Key": part]) { $1 }
                for body in [wrong, good, good] {
                    _ = try await program.post(address + "?dry_run=true", body, type: type, match)
                    _ = try await program.post(address, body, type: type, match)
                }
            }
            let match = ["If-Match": "*"]
            _ = try await program.post(address, good, type: "text/plain", match)
            _ = try await program.post(address + "?x=1", good, type: type, match)
            _ = try await program.post("fairs/999/\(part)", good, type: type, match)
            _ = try await program.send(
                "POST", address, type: type, headers: ["Content-Length": "40000000", "If-Match": "*"])
        }
        for list in ["booths", "booths?limit=1", "booths?after=x", "quotas", "terms", "terms?x=1"] {
            _ = try await program.get("\(fair)/\(list)")
            _ = try await program.get("fairs/999/\(list)")
        }
    }

    /// Booths of a fair that are held, moved, confirmed and taken back, requests refused, and what is left shared out.
    private static func givenBooths(_ program: ProgramClient, at id: Int64) async throws {
        let fair = "fairs/\(id)"
        let hold = #"{"booth_codes": ["A01"], "sponsors": ["Nhà D"], "held_until": "2026-12-01"}"#
        let asked = try await program.get(fair + "/booth-requests").list().last?["id"] as? String
        for list in ["booth-requests?state=filed", "booth-requests?state=x", "runs", "runs?x=1", "runs/999"] {
            _ = try await program.get("\(fair)/\(list)")
            _ = try await program.get("fairs/999/\(list)")
        }
        for body in ["{", "{}", "[]", hold.replacing("A01", with: "Z99"), hold, hold] {
            _ = try await program.post(fair + "/holds?dry_run=true", body)
            _ = try await program.post(fair + "/holds", body, ["Idempotency-Key": "hold"])
        }
        let held =
            try await program.post(fair + "/holds", hold.replacing("A01", with: "A02")).text("id") ?? ""
        let request = "\(fair)/booth-requests/\(asked ?? "")"
        for one in ["\(fair)/booths/\(held)", "\(fair)/booths/999", request, "\(fair)/booth-requests/999"] {
            _ = try await program.get(one)
            _ = try await program.get(one + "?x=1")
            _ = try await program.get(one, ["If-None-Match": "\"1\""])
        }
        let why = #"{"reason": "đổi ý"}"#
        var booths = "\(fair)/booths/\(held)"
        for (step, body, version) in [
            ("move", #"{"booth_codes": ["A03"], "reason": "đổi ý"}"#, 1), ("confirmation", "{}", 1),
            ("release", why, 2), ("refusal", why, 1),
        ] {
            let one = step == "refusal" ? request : booths
            for tag in ["", "\"9\"", "\"\(version)\""] {
                let match = (tag.isEmpty ? [:] : ["If-Match": tag]).merging(["Idempotency-Key": step]) { $1 }
                for sent in ["{", "[]", #"{"x": 1}"#, body] {
                    _ = try await program.post("\(one)/\(step)?dry_run=true", sent, match)
                }
                let done = try await program.post("\(one)/\(step)", body, match)
                if step == "move", done.status == 200 {
                    booths = "\(fair)/booths/\(try done.text("id") ?? "")"
                }
                _ = try await program.post("\(one)/\(step)", body, match)
            }
            let any = ["If-Match": "*"]
            _ = try await program.post("\(one)/\(step)", body, any)
            _ = try await program.post("\(one)/\(step)", body, type: "text/plain", any)
            _ = try await program.post("fairs/999\(one.dropFirst(fair.count))/\(step)", body, any)
            _ = try await program.send(
                "POST", "\(one)/\(step)", type: "application/json",
                headers: ["Content-Length": "70000", "If-Match": "*"])
        }
        let digest = try await program.post(fair + "/runs?dry_run=true", "{}").text("input_sha256") ?? ""
        let run = #"{"input_sha256": "\#(digest)"}"#
        let other = #"{"input_sha256": "\#(String(repeating: "0", count: 64))"}"#
        for body in ["{", "{}", "[]", other, run, run] {
            _ = try await program.post(fair + "/runs", body, ["Idempotency-Key": "run"])
        }
        for path in ["runs", "holds"] {
            _ = try await program.post("\(fair)/\(path)", run)
            _ = try await program.post("\(fair)/\(path)", run, type: "text/plain")
            _ = try await program.post("fairs/999/\(path)", path == "runs" ? run : hold)
            _ = try await program.send(
                "POST", "\(fair)/\(path)", type: "application/json", headers: ["Content-Length": "70000"])
        }
        for done in try await program.get(fair + "/runs").list() {
            _ = try await program.get("\(fair)/runs/\(done["id"] as? String ?? "")")
        }
    }

    /// What can be done with the entries of a round.
    private static func entries(_ program: ProgramClient, _ round: Int64, _ held: HeldRound) async throws {
        let path = "rounds/\(round)/entries"
        let entry = #"{"product_id": "\#(held.products[0].id)", "exception": "lower-round-not-held"}"#
        let key = ["Idempotency-Key": "entry"]
        for body in [entry, "{", "{}", #"{"product_id": "999"}"#] {
            _ = try await program.post(path + "?dry_run=true", body)
        }
        let made = try await program.post(path, entry, key)
        _ = try await program.post(path, entry, key)
        _ = try await program.post(path, entry)
        _ = try await program.post("rounds/\(held.round)/entries", entry)
        _ = try await program.post("rounds/999/entries", entry)
        _ = try await program.post(path, entry, type: "text/plain")
        _ = try await program.send(
            "POST", path, type: "application/json", headers: ["Content-Length": "70000"])
        var one = "\(path)/\(try made.text("entry_code") ?? "")"
        _ = try await program.get(one)
        _ = try await program.get(one, ["If-None-Match": "\"1\""])
        for other in ["\(path)/X1", "\(path)/%00", "rounds/999/entries/X1", one + "?x=1"] {
            _ = try await program.get(other)
        }
        // in an order in which each can be done
        for (step, version) in [
            ("supplement-request", 1), ("acceptance", 2), ("rejection", 3), ("withdrawal", 1),
        ] {
            if step == "withdrawal" {
                let again = try await program.post(path, entry)
                one = "\(path)/\(try again.text("entry_code") ?? "")"
            }
            let why = #"{"reason": "đổi ý"}"#
            for (tag, body) in [
                ("", why), ("\"9\"", why), ("\"\(version)\"", #"{"reason": 1, "x": []}"#),
                ("\"\(version)\"", "["), ("\"\(version)\"", why), ("*", why),
            ] {
                let match = (tag.isEmpty ? [:] : ["If-Match": tag]).merging(["Idempotency-Key": step + tag]) {
                    $1
                }
                _ = try await program.post("\(one)/\(step)?dry_run=true", body, match)
                for _ in 0..<2 { _ = try await program.post("\(one)/\(step)", body, match) }
            }
            _ = try await program.post("\(path)/X1/\(step)", why, ["If-Match": "*"])
        }
    }

    /// What an establishment can do at a fair.
    private static func booths(
        _ program: ProgramClient, of maker: Int64, at fair: Int64, _ given: Int64
    ) async throws {
        let mine = "establishments/\(maker)"
        let path = "fairs/\(fair)/booth-requests"
        let asked = #"{"establishment_id": "\#(maker)", "booths": 1}"#
        for list in ["open-fairs", "booth-requests", "booths"] {
            _ = try await program.get("\(mine)/\(list)")
        }
        for body in [asked, "{", "{}", #"{"establishment_id": "999", "booths": 1}"#] {
            _ = try await program.post(path + "?dry_run=true", body)
        }
        let key = ["Idempotency-Key": "booths"]
        let made = try await program.post(path, asked, key)
        _ = try await program.post(path, asked, key)
        _ = try await program.post(path, asked.replacing("1}", with: "2}"))
        _ = try await program.post(path, asked, type: "text/plain")
        _ = try await program.send(
            "POST", path, type: "application/json", headers: ["Content-Length": "70000"])
        for list in ["open-fairs", "booth-requests", "booths"] {
            _ = try await program.get("\(mine)/\(list)")
            _ = try await program.get("\(mine)/\(list)?x=1")
            _ = try await program.get("establishments/999/\(list)")
        }
        let one = "booth-requests/\(try made.text("id") ?? "")"
        _ = try await program.get(one)
        _ = try await program.get(one, ["If-None-Match": "\"1\""])
        for (tag, body) in [
            ("", #"{"reason": "đổi ý"}"#), ("\"9\"", #"{"reason": "đổi ý"}"#), ("\"1\"", "{}"),
            ("\"1\"", "["),
            ("\"1\"", #"{"reason": "đổi ý"}"#), ("*", #"{"reason": "đổi ý"}"#),
        ] {
            let match = tag.isEmpty ? [:] : ["If-Match": tag]
            _ = try await program.post(one + "/withdrawal?dry_run=true", body, match)
            _ = try await program.post(one + "/withdrawal", body, match)
        }
        for step in ["confirmation", "confirmation", "release", "release"] {
            for body in ["{}", #"{"reason": "đổi ý"}"#, "["] {
                _ = try await program.post("\(mine)/booths/\(given)/\(step)?dry_run=true", body)
                _ = try await program.post("\(mine)/booths/\(given)/\(step)", body)
            }
            _ = try await program.post("\(mine)/booths/999/\(step)", #"{"reason": "x"}"#)
        }
    }

    /// Reads the description and what was noted: for each answer its status, its type and its content are to be described.
    private static let checker = """
        import json, re, sys, yaml
        from jsonschema import Draft202012Validator
        doc = yaml.safe_load(open(sys.argv[1]))
        wrong, done = set(), set()
        def operation(note):
            method = 'get' if note['method'] == 'HEAD' else note['method'].lower()
            for path in sorted(doc['paths'], key=lambda p: '{' in p):
                if re.fullmatch(re.sub(r'\\{[a-z]+\\}', '[^/]+', path), note['path']) and method in doc['paths'][path]:
                    return path, method, doc['paths'][path][method]
            return None
        for note in json.load(open(sys.argv[2])):
            found = operation(note)
            if not found:
                if note['status'] not in (404, 405): wrong.add(f"{note['method']} {note['path']}: {note['status']} of nothing")
                continue
            path, method, described = found
            name = f"{method} {path} {note['status']}"
            answer = described['responses'].get(str(note['status']))
            if answer is None:
                wrong.add(f"{name}: not described: {note['body'][:300]}")
                continue
            if '$ref' in answer: answer = doc['components']['responses'][answer['$ref'].split('/')[-1]]
            done.add((path, method, note['status'] // 100))
            content = answer.get('content', {})
            kind = note['type'].split(';')[0]
            if not note['body'] and not content: continue
            if kind not in content:
                wrong.add(f"{name}: type {kind!r}")
                continue
            for header in answer.get('headers', {}):
                if header.lower() in ('location', 'www-authenticate') and header.lower() not in note['headers']:
                    wrong.add(f"{name}: no {header}")
            if kind.endswith('json'):
                schema = dict(content[kind]['schema'], components=doc['components'])
                for error in Draft202012Validator(schema).iter_errors(json.loads(note['body'])):
                    wrong.add(f"{name}: {error.json_path}: {error.message[:300]}")
        for path, methods in doc['paths'].items():
            for method in methods:
                if method in ('get', 'post', 'patch') and (path, method, 2) not in done and not path.endswith('/proof'):
                    wrong.add(f"{method} {path}: never succeeded")
        print('\\n'.join(sorted(wrong)))
        sys.exit(1 if wrong else 0)
        """

    @Test("every example of the guide works as it is written, one after the other")
    func guide() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let issued = try await test.program("can.bo", .officer, in: "19")
            let maker = try await test.establishment(name: "Gốm Ví Dụ", commune: "05503")
            let owner = try await test.program("chu", .establishmentOwner, in: "establishment:\(maker.id)")
            let fair = try await test.openFair()
            try await test.hold("A01", at: fair, for: [.establishment(maker.id)])
            try await RunningSite.run(test.registry) { site in
                let page = try await site.get("/api/v1/guide", accept: "text/html")
                #expect(page.status == 200 && page.headers["content-type"] == "text/html; charset=utf-8")
                #expect(page.body.matches(of: /<pre/).count == GuideExample.all.count)
                try await ShellRun.inTemporaryFolder { folder in
                    for example in GuideExample.all {
                        if example.title.vi == "Xem kết quả rồi khóa điểm" { try await Self.judge(in: test) }
                        let outcome = try await ShellRun.bash(
                            example.command, in: folder,
                            environment: [
                                "ADDRESS": "http://127.0.0.1:\(site.port)",
                                "TOKEN": (example.isOfEstablishment ? owner : issued).text,
                            ])
                        #expect(outcome.status == 0, "\(example.title.vi): \(outcome.output)")
                        if example.title.vi == "Khi bị từ chối" {
                            #expect(outcome.output.contains("\"code\":\"unknown-unit\""), "\(outcome.output)")
                        } else {
                            #expect(!outcome.output.contains("\"request_id\""), "\(outcome.output)")
                        }
                    }
                }
                let made = try await test.registry.establishments(on: test.today, as: test.viewer)
                #expect(made.map(\.name) == ["Gốm Ví Dụ", "Hợp tác xã Chè Ví Dụ"])
                #expect(made.last?.fields[.labour] == "15" && made.last?.version == 2)
                #expect(try await test.requests(of: fair).map(\.tenantName) == ["Gốm Ví Dụ"])
                #expect(try await test.standings(fair) == ["A01 confirmed"])
                let rounds = try await test.registry.rounds(as: test.viewer)
                #expect(rounds.map(\.state) == [.closed])
                let filed = try await test.registry.entries(ofRound: rounds[0].id, as: test.viewer)
                #expect(filed.map(\.productName) == ["Chè đinh"] && filed.map(\.state) == [.accepted])
            }
        }
    }

    /// What the judges of the guide's round do.
    private static func judge(in test: TestRegistry) async throws {
        let round = try await test.registry.rounds(state: .judging, as: test.viewer)[0].id
        let entries = try await test.registry.entries(ofRound: round, as: test.viewer)
        try await ProgramRoundTests.mark(entries.map(\.code), of: round, in: test)
    }

    @Test(
        "whatever is sent, the answer is one that is described and none says that something broke",
        .enabled(if: areThere, "schemathesis is not in .build/schemathesis: run deploy/test once"))
    func fuzzed() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            _ = try await HeldRound.hold(in: test, ["Chè Ngẫu Nhiên"])
            let issued = try await test.program("can.bo", .officer, in: "VN")
            try await RunningSite.run(test.registry) { site in
                try await ShellRun.inTemporaryFolder { folder in
                    let outcome = try await ShellRun.run(
                        [
                            "python3", "-m", "schemathesis.cli", "run", Self.file, "--url",
                            "http://127.0.0.1:\(site.port)", "--header",
                            "Authorization: Bearer \(issued.text)",
                            "--checks",
                            "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance",
                            "--phases", "examples,coverage,fuzzing", "--max-examples", "15", "--seed",
                            "20261127",
                            "--no-shrink", "--warnings", "off",
                            // all other tests run beside it
                            "--request-timeout", "180",
                        ], in: folder, ["PYTHONPATH": Self.checkers, "NO_COLOR": "1"])
                    #expect(outcome.status == 0, "\(outcome.output.suffix(6000))")
                }
            }
        }
    }
}
