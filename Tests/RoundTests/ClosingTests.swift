import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Closing a round")
struct ClosingTests {
    @Test("every mark that is missing is listed, by judge and entry, and the round stays open to marks")
    func missingMarks() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 2)
            let (first, second) = (round.codes[0], round.codes[1])
            try await round.score(sheet(first, judge: "J1", total: 80))
            try await round.score(sheet(first, judge: "J2", total: 80).dropLast())
            try await round.score(sheet(second, judge: "J1", total: 80))
            let told = await expectRefusal("marks-missing", "marks-missing", "marks-missing", "marks-missing")
            {
                try await round.close()
            }
            let expected = [
                (first, "J2", "1 of 4"), (first, "J3", "4 of 4"), (second, "J2", "4 of 4"),
                (second, "J3", "4 of 4"),
            ].sorted { ($0.0, $0.1) < ($1.0, $1.1) }
            for (violation, (entry, judge, count)) in zip(told, expected) {
                for part in [entry, judge, count] { #expect(violation.text.en.contains(part)) }
            }
            #expect(try await round.record().state == .judging)
            #expect(try await Self.results(test) == 0)
        }
    }

    @Test("a reason of absence stands for the mark: the sheet is left out, never counted as zero")
    func absences() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 2)
            for code in round.codes {
                try await round.score(sheet(code, judge: "J1", total: 80))
                try await round.score(sheet(code, judge: "J2", total: 91))
            }
            try await round.score(sheet(round.codes[0], judge: "J3", total: 99))
            try await round.score(
                ["market", "economy", "culture", "other"].map {
                    try scoreRow(round.codes[1], "J3", $0, "", absence: "recused")
                })
            let lines = try await round.close().tally.lines
            #expect(lines.map(\.entry) == [round.codes[0], round.codes[1]])
            #expect(lines.map { $0.total?.description } == ["90", "85.5"])
            #expect(lines.map(\.judges) == [3, 2])
        }
    }

    @Test("an entry for which no judge has a mark gets no total, no rank and is not eligible")
    func nothingCounts() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 2)
            try await round.score(sheet(round.codes[0], judge: "J1", total: 75))
            try await round.score(
                ["market", "economy", "culture", "other"].map {
                    try scoreRow(round.codes[1], "J1", $0, "", absence: "spoiled")
                })
            let line = try #require(try await round.close().tally.lines.last)
            #expect(line.entry == round.codes[1])
            #expect(line.total == nil && line.rank == nil)
            #expect(line.eligible == false)
            #expect(line.reason == .tooFewMarks)
        }
    }

    @Test("below the quorum of judges nothing is closed; at the quorum whole sheets may be missing")
    func judgesQuorum() async throws {
        try await TestRegistry.run { test in
            let plan = #"{"scoring": {"quorum": {"judges_per_entry": 2}}}"#
            let round = try await test.judged(RoundScript(plan: plan, judges: 3), entries: 1)
            let code = round.codes[0]
            try await round.score(sheet(code, judge: "J1", total: 80))
            let told = await expectRefusal("quorum-judges") { try await round.close() }
            #expect(told.first?.text.en.contains(code) == true)
            try await round.score(sheet(code, judge: "J2", total: 81))
            #expect(try await round.close().tally.lines.map { $0.total?.description } == ["80.5"])
        }
    }

    @Test("the quorum of council members is asked for, counted and kept")
    func membersQuorum() async throws {
        try await TestRegistry.run { test in
            let plan = #"{"scoring": {"quorum": {"members_present": "2/3"}}}"#
            let round = try await test.judged(RoundScript(plan: plan), entries: 1)
            try await round.score([80])
            await expectRefusal("quorum-attendance-unknown") { try await round.close() }
            // Two thirds of five are four people.
            await expectRefusal("quorum-members") { try await round.close(membersPresent: 3) }
            try await round.close(membersPresent: 4)
            #expect(try await round.record().membersPresent == 4)
        }
    }

    @Test("more members cannot be present than the council has, nor fewer than none")
    func impossibleAttendance() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            try await round.score([80])
            for present in [-1, 6] {
                await expectRefusal("members-present-impossible") {
                    try await round.close(membersPresent: present)
                }
            }
            try await round.close(membersPresent: 5)
        }
    }

    @Test(
        "a draw that is needed needs its seed, which is kept; the tally after closing is the same without it")
    func draw() async throws {
        try await TestRegistry.run { test in
            let plan = #"{"scoring": {"ties": ["criterion:market", "draw"]}}"#
            let round = try await test.judged(RoundScript(plan: plan), entries: 3)
            try await round.score([80, 80, 90])
            await expectRefusal("draw-needs-seed") { try await round.close() }
            #expect(try await round.record().state == .judging)
            let result = try await round.close(seed: "Xổ số kiến thiết 30/05/2023")
            let drawn = round.codes.prefix(2).sorted {
                Self.lot($0, "Xổ số kiến thiết 30/05/2023") < Self.lot($1, "Xổ số kiến thiết 30/05/2023")
            }
            #expect(result.tally.lines.map(\.entry) == [round.codes[2]] + drawn)
            #expect(result.tally.lines.map(\.rank) == [1, 2, 3])
            let later = try await test.registry.tally(ofRound: round.id, as: test.viewer)
            #expect(later.tally == result.tally)
            let other = try await test.registry.tally(ofRound: round.id, seed: "khác", as: test.viewer)
            #expect(other.tally == result.tally)
        }
    }

    /// SHA-256(seed ‖ 0x00 ‖ entry code), as the interface page defines a draw.
    private static func lot(_ code: String, _ seed: String) -> String {
        SHA256Digest(of: Array(seed.utf8) + [0] + Array(code.utf8)).hex
    }

    @Test("the result is kept as it was computed, under a hash that anybody can check")
    func kept() async throws {
        try await TestRegistry.run { test in
            let plan =
                #"{"scoring": {"pipeline": [{"sum": "criteria"}, {"mean": "judges", "trim": [0, 0]}]}}"#
            let round = try await test.judged(RoundScript(plan: plan, judges: 7), entries: 3)
            // 530/7 in one of them.
            for (entry, totals) in [
                [80, 75, 70, 75, 80, 75, 75], [60, 70, 61, 69, 62, 68, 65], [90, 90, 90, 90, 90, 90, 90],
            ]
            .enumerated() {
                for (judge, total) in totals.enumerated() {
                    try await round.score(sheet(round.codes[entry], judge: "J\(judge + 1)", total: total))
                }
            }
            let result = try await round.close()
            #expect(result.tally.lines.map { $0.total?.description } == ["90", "530/7", "65"])
            #expect(result.tally.lines.map(\.shown) == ["90.00", "75.71", "65.00"])
            #expect(result.tally.lines.map(\.eligible) == [true, true, false])
            let text = zip(1..., ["90", "530/7", "65"]).map { rank, total in
                let line = result.tally.lines[rank - 1]
                return "\(line.entry),\(total),\(line.shown ?? ""),\(rank),\(rank < 3),7,\n"
            }.joined()
            let kept = try await test.asProgram { session in
                try session.one("SELECT * FROM result WHERE round_id = \(round.id)") { row in
                    (
                        hash: try row("lines_sha256", as: Bytes.self).bytes,
                        marks: try row("marks", as: Int.self),
                        closedOn: try row("closed_on", as: Day.self), stage: try row("stage", as: String.self)
                    )
                }
            }
            #expect(kept.hash == SHA256Digest(of: text.utf8).bytes)
            #expect(kept.marks == 84)
            #expect(kept.closedOn == round.script.closedOn)
            #expect(kept.stage == "result")
            #expect(try await test.registry.tally(ofRound: round.id, as: test.viewer).tally == result.tally)
        }
    }

    @Test("a dry run closes nothing and writes nothing, and says what closing would give")
    func dryRun() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 2)
            try await round.score([80, 90])
            let before = try await Self.fingerprint(test)
            let would = try await round.close(dryRun: true)
            #expect(try await Self.fingerprint(test) == before)
            #expect(try await round.record().state == .judging)
            #expect(try await round.close().tally == would.tally)
        }
    }

    @Test("a tally while judging goes on does not write, and leaves out entries that were withdrawn")
    func tallyMeanwhile() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 3)
            try await round.score([80, 90, 70])
            try await round.move([round.codes[1]], to: .withdrawn, because: "Xin rút")
            let tally = try await test.registry.tally(ofRound: round.id, as: test.viewer)
            #expect(tally.tally.lines.map(\.entry) == [round.codes[0], round.codes[2]])
            #expect(tally.marks.count == 8)
            #expect(try await round.close().tally == tally.tally)
        }
    }

    @Test(
        "a round from which every entry was withdrawn closes with an empty result, and nothing is recognised")
    func emptyResult() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            try await round.move(round.codes, to: .withdrawn, because: "Xin rút")
            #expect(try await round.close().tally.lines == [])
            #expect(try await round.decide([]).recognised == 0)
            #expect(try await round.issue() == 0)
        }
    }

    @Test("a result that was tampered with no longer matches its hash")
    func tampered() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let round = try await test.closed(totals: [80, 60])
            #expect(try await test.brokenInvariants() == [])
            try await test.tamper { session in
                try session.execute("UPDATE result_line SET total = '70', shown = '70.00' WHERE total = '60'")
            }
            #expect(try await test.brokenInvariants().map(\.name) == ["result-hash", "result-recomputed"])
            #expect(try await round.record().state == .closed)
        }
    }

    private static func results(_ test: TestRegistry) async throws -> Int {
        try await test.asProgram { try $0.value("SELECT count(*) FROM result") }
    }

    /// Everything that closing could have written.
    private static func fingerprint(_ test: TestRegistry) async throws -> String {
        try await test.asProgram { session in
            try session.value(
                """
                SELECT concat_ws(' ', (SELECT count(*) FROM result), (SELECT count(*) FROM result_line),
                  (SELECT count(*) FROM audit_event), (SELECT string_agg(r::text, ';' ORDER BY round_id) FROM round r))
                """)
        }
    }
}
