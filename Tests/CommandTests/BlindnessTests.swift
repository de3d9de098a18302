import Foundation
import Logging
import Postgres
import RuralIndustry
import Testing

@testable import Registry
@testable import Web

/// A judge learns nothing of whose product an entry is: two entrants change places behind their codes, and every command that
/// judges can reach, every address and everything that they are handed says the same to the byte.
@Suite("Blind judging on the command line")
struct BlindnessTests {
    @Test("every action that a judge or head judge has is tried here: a new one must be thought of")
    func complete() {
        #expect(Policy.table[.judge] == Set(JudgesReach.ofJudges.keys))
        #expect(
            Policy.table[.headJudge] == Set(JudgesReach.ofJudges.keys).union(JudgesReach.ofHeads.keys))
    }

    @Test(
        "every command of the program is compared, refused to judges or the operator's: a new one must be thought of"
    )
    func everyCommand() async throws {
        try await Program.inTemporaryFolder { program in
            let commands = try ProgramHelp.commands(of: program)
            #expect(commands.count > 150)
            /// The commands that lines are of; a line of no command is recorded.
            func named(_ lines: [String]) -> Set<String> {
                Set(
                    lines.compactMap { line in
                        let command = commands.first { line == $0 || line.hasPrefix($0 + " ") }
                        if command == nil { Issue.record("no such command: \(line)") }
                        return command
                    })
            }
            let compared = named(
                JudgesReach.ofJudges.values.flatMap(\.self) + JudgesReach.ofHeads.values.flatMap(\.self))
            let refused = named(JudgesReach.refused)
            #expect(named(Array(JudgesReach.ofMachine)) == JudgesReach.ofMachine)
            #expect(Set(commands).subtracting(compared).subtracting(refused) == JudgesReach.ofMachine)
            #expect(compared.intersection(refused) == [] && refused.intersection(JudgesReach.ofMachine) == [])
            #expect(compared.intersection(JudgesReach.ofMachine) == [])
            #expect(named(JudgesReach.handed).isSubset(of: refused), "made by others")
        }
    }

    @Test("when two entrants change places behind their codes, no judge sees any difference")
    func swapped() async throws {
        try await Program.inOwnFolder { program in
            let program = program.with(["CNNT_BASE_URL": "https://cnnt.example"])
            try BlindRound.prepare(program)
            let before = try await Self.answers(program)
            let known = try program.shell("cnnt entry list 1 --format csv").output
            try await BlindRound.swap(program)
            let after = try await Self.answers(program)
            let knownAfter = try program.shell("cnnt entry list 1 --format csv").output
            #expect(known != knownAfter, "the entrants have changed places, as those who may see them see")
            Self.expectSame(before, after)
            #expect(before.count > 400)
            let mistyped = before.filter { $0.value.hasPrefix("2 ") }.keys.sorted()
            #expect(mistyped.isEmpty, "commands that are none")
        }
    }

    @Test("nor when the round is closed, nor when it is decided, until it is published")
    func swappedAfterJudging() async throws {
        try await Program.inOwnFolder { program in
            let program = program.with(["CNNT_BASE_URL": "https://cnnt.example"])
            // the same registry, in which nobody changes places
            let unchanged = program.with(["CNNT_DATA_DIR": program.folder + "/unchanged"])
            defer { _ = try? unchanged.run("db", "stop") }
            try BlindRound.prepare(program)
            #expect(try program.run("db", "backup", "before.dump").status == 0)
            try await BlindRound.swap(program)
            #expect(try unchanged.run("db", "restore", "before.dump").status == 0)
            try FileManager.default.copyItem(
                atPath: program.folder + "/data/keys", toPath: program.folder + "/unchanged/keys")
            for step in [BlindRound.close, BlindRound.decide] {
                var answers: [[String: String]] = []
                for one in [unchanged, program] {
                    try step(one)
                    answers.append(try await Self.answersAfterJudging(one))
                }
                Self.expectSame(answers[0], answers[1])
            }
        }
    }

    private static func expectSame(_ before: [String: String], _ after: [String: String]) {
        #expect(before.keys == after.keys)
        for (command, answer) in before.sorted(by: { $0.key < $1.key }) {
            // files are long: what differs is told as far as a person reads it
            let isSame = after[command] == answer
            #expect(isSame, "\(command): \(answer.prefix(600)) / \(after[command]?.prefix(600) ?? "–")")
        }
    }

    /// Status, output, errors and files of every command as the judge and as the head judge, of what they are handed, and of
    /// every address.
    private static func answers(_ program: Program) async throws -> [String: String] {
        let heads = JudgesReach.ofJudges.merging(JudgesReach.ofHeads) { mine, _ in mine }
        let beyond = JudgesReach.ofHeads.values.flatMap(\.self)
        var answers: [String: String] = [:]
        for (login, reached, refused) in [
            ("hoa", JudgesReach.ofJudges, beyond + JudgesReach.refused),
            ("truong", heads, JudgesReach.refused),
        ] {
            answers.merge(
                try await said(program, reached.values.flatMap(\.self) + refused, as: login)
            ) { one, _ in one }
            for command in refused {
                #expect(
                    answers["\(login): \(command)"]?.hasPrefix("1 \nerror[not-permitted]") == true,
                    "\(login): \(command)")
            }
            // the picture and the description, and nothing else
            for entry in ["A1", "A2"] {
                let files = answers["\(login): score sheet dossier 1 \(entry) --out got"]?.matches(
                    of: /\nFILE (\S+)/)
                #expect(files?.map { String($0.1) } == ["\(entry)-1.jpg", "\(entry)-2.pdf"], "\(login)")
            }
        }
        for (command, made) in try await said(program, JudgesReach.handed, as: nil) {
            #expect(made.hasPrefix("0 ") && made.contains("\nFILE "), "\(command)")
            answers[command] = made
        }
        let papers = try program.shell("cnnt certificate list --round 2 --format csv").rows
        let code = try #require(papers.first?["code"])
        try program.serving { port in
            answers.merge(try webAnswers(program, code, port)) { one, _ in one }
            for login in ["hoa", "truong"] {
                let cookie = try program.signIn(login, at: port)
                for address in JudgesReach.pages {
                    let answer = try program.page(address, as: cookie, at: port)
                    answers["\(login): GET \(address)"] = answer.status + "\n" + answer.body
                }
                for (address, form) in JudgesReach.posts {
                    let answer = try program.page(address, sending: form, as: cookie, at: port)
                    #expect(
                        answer.status.contains(" 4"), "\(login): POST \(address) \(form): \(answer.status)")
                    answers["\(login): POST \(address) \(form)"] = answer.status + "\n" + answer.body
                }
            }
        }
        for (page, words) in [
            ("hoa: GET /judging/1/sheets/A1", "Phiếu A1"), ("truong: GET /judging-board/1", "Tiến độ"),
        ] {
            #expect(
                answers[page]?.hasPrefix("HTTP/1.1 200") == true && answers[page]?.contains(words) == true)
        }
        #expect(answers["GET text/html /c/\(code)/proof"]?.hasPrefix("HTTP/1.1 200") == true)
        return answers
    }

    /// The same of a round that is not judged any more, in a registry and in another one that is some seconds behind: without
    /// what tells the time of its last acts.
    private static func answersAfterJudging(_ program: Program) async throws -> [String: String] {
        let common = JudgesReach.ofJudges.values.flatMap(\.self)
        let heads = common + JudgesReach.ofHeads.values.flatMap(\.self)
        var answers: [String: String] = [:]
        for (login, commands) in [("hoa", common), ("truong", heads + JudgesReach.ofClosedRound)] {
            let asked = commands.filter { !$0.hasPrefix("score history") }
            answers.merge(try await said(program, asked, as: login)) { one, _ in one }
        }
        for minutes in ["txt", "pdf"] {
            let made = answers["truong: round minutes 1 --out got/minutes.\(minutes)"]
            #expect(made?.hasPrefix("0 ") == true && made?.contains("\nFILE minutes.") == true)
        }
        let papers = try program.shell("cnnt certificate list --round 2 --format csv").rows
        let code = try #require(papers.first?["code"])
        try program.serving { port in
            answers.merge(try webAnswers(program, code, port).filter { !$0.key.contains("proof") }) {
                one, _ in one
            }
        }
        return answers
    }

    /// What the commands say, by who typed what. None of them changes anything, so that they go side by side, each of a few
    /// threads in a folder of its own that looks like the program's.
    private static func said(
        _ program: Program, _ commands: [String], as login: String?
    ) async throws -> [String: String] {
        let places = try (0..<4).map { try program.beside($0) }
        return try await withThrowingTaskGroup(of: [(String, String)].self) { group in
            for (index, place) in places.enumerated() {
                let share = stride(from: index, to: commands.count, by: places.count).map { commands[$0] }
                group.addTask(executorPreference: WaitingThreads.shared) {
                    var answers: [(String, String)] = []
                    for command in share {
                        let who = login.map { ("\($0): ", " --as-user \($0)") } ?? ("", "")
                        answers.append((who.0 + command, try answer(place, command + who.1)))
                        await Task.yield()  // other tests wait for these threads
                    }
                    return answers
                }
            }
            return try await group.reduce(into: [:]) { all, part in
                all.merge(part) { one, _ in one }
            }
        }
    }

    /// What a command says, with the files that it leaves in the folder `got`.
    private static func answer(_ program: Program, _ command: String) throws -> String {
        let got = program.folder + "/got"
        try FileManager.default.createDirectory(atPath: got, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: got) }
        let outcome = try program.shell("cnnt \(command)")
        var answer = "\(outcome.status) \(outcome.output)\n\(outcome.errors)"
        for file in try FileManager.default.contentsOfDirectory(atPath: got).sorted() {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: got + "/" + file))
            #expect(!bytes.isEmpty)
            answer += "\nFILE \(file) \(bytes.base64EncodedString())"
        }
        return answer
    }

    // MARK: Addresses

    @Test(
        "every address that is answered is opened here, and every other method refused: a new one must be thought of"
    )
    func everyAddress() async throws {
        let registry = Registry(
            database: Database(url: "postgresql://nobody@127.0.0.1:1/none", poolSize: 1))
        let server = try WebServer(
            registry: registry, listen: "127.0.0.1:0", baseURL: nil,
            clock: { Instant(microsecondsSince1970: 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let routes = server.routes.map(Route.init)
        await registry.close()
        #expect(routes.count { $0.method == "GET" } >= 9)
        let opened = JudgesReach.addresses("CODE") + JudgesReach.ofProcess
        let asked = JudgesReach.questions("CODE")
        for route in routes where route.method == "GET" {
            #expect(opened.contains(where: route.answers), "\(route) is not compared")
        }
        for address in opened {
            #expect(routes.contains { $0.method == "GET" && $0.answers(address) }, "\(address) is no address")
        }
        try await Program.inTemporaryFolder { program in
            try program.serving { port in
                let others = routes.filter { !["GET", "HEAD", "CONNECT"].contains($0.method) }
                let statusLines = try program.statusLines(
                    of: others.map { route in
                        (route.method, try #require(opened.first(where: route.answers), "\(route)"))
                    }, at: port)
                try #require(statusLines.count == others.count)
                for (route, said) in zip(others, statusLines) {
                    // what has a name of its own is answered by that, not by what stands for any number
                    let narrower = routes.filter { $0.isNarrower(than: route) }
                    let isQuestion = (route.method == "PATCH" ? JudgesReach.changes : asked).contains {
                        question in
                        ["POST", "PATCH"].contains(route.method) && route.answers(question)
                            && !narrower.contains { $0.answers(question) }
                    }
                    #expect(
                        said.contains(" 405 ") != isQuestion,
                        "\(route): \(said); neither compared nor refused")
                }
            }
        }
    }

    /// A route as the router names it: `GET /c/{code}`.
    private struct Route: CustomStringConvertible {
        let method: String
        let path: [Substring]
        let description: String

        init(_ text: String) {
            description = text
            method = String(text.prefix { $0 != " " })
            path = text.drop { $0 != "/" }.split(separator: "/")
        }

        /// Of the same method, and with fewer segments that stand for anything.
        func isNarrower(than other: Route) -> Bool {
            method == other.method
                && path.count { $0.hasPrefix("{") } < other.path.count { $0.hasPrefix("{") }
        }

        func answers(_ address: String) -> Bool {
            let segments = address.prefix { $0 != "?" }.split(separator: "/")
            return segments.count == path.count
                && zip(path, segments).allSatisfy { $0.hasPrefix("{") || $0.hasPrefix(":") || $0 == $1 }
        }
    }

    /// What every address says to a person and to a program, and what it says of a certificate's file.
    private static func webAnswers(
        _ program: Program, _ code: String, _ port: Int
    ) throws -> [String: String] {
        var answers: [String: String] = [:]
        func say(_ method: String, _ accept: String, _ address: String, body: String? = nil) throws {
            let answer = try program.ask(method, address, at: port, accept: accept, bodyOf: body)
            answers["\(method) \(accept) \(address)"] =
                answer.status + "\n"
                + answer.body.replacing(/"request_id":"[^"]*"/, with: "\"request_id\":\"…\"")
        }
        for accept in ["text/html", "application/json"] {
            for address in JudgesReach.addresses(code) {
                for method in ["GET", "HEAD"] { try say(method, accept, address) }
            }
            for address in JudgesReach.questions(code) { try say("POST", accept, address, body: "form.bin") }
            for address in JudgesReach.changes { try say("PATCH", accept, address, body: "form.bin") }
        }
        #expect(answers["POST text/html /c/\(code)"]?.hasPrefix("HTTP/1.1 200") == true)
        for address in JudgesReach.ofProcess {
            let answer = try program.get(address, at: port)
            #expect(answer.body.contains("cnnt_http_requests_total{"))
            answers[address] =
                answer.status + "\n" + answer.body.replacing(/\s[0-9.e+-]+\n/, with: " …\n")
        }
        return answers
    }
}
