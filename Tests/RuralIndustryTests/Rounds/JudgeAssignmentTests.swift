import RuralIndustry
import Testing

@Suite("Which judges mark which entries")
struct JudgeAssignmentTests {
    private func draw(
        entries: Int, judges: Int, perEntry: Int, barred: Set<JudgeAssignment.Barred> = [],
        seed: String = "mầm"
    ) throws(Refusal) -> JudgeAssignment {
        try JudgeAssignment(
            entries: (1...entries).map { "E\($0)" }, judges: (1...judges).map { "J\($0)" },
            perEntry: perEntry,
            barred: barred, seed: Array(seed.utf8), sha256: Judging.mixed)
    }

    @Test("without conflicts every entry has its judges and loads differ by at most one", arguments: 1...6)
    func even(perEntry: Int) throws {
        let assignment = try draw(entries: 41, judges: 7, perEntry: perEntry)
        #expect(assignment.judges.count == 41)
        for judges in assignment.judges.values { #expect(Set(judges).count == perEntry) }
        let loads = assignment.loads.values
        #expect(try #require(loads.max()) - #require(loads.min()) <= 1)
    }

    @Test("the same inputs in any order give the same assignment, another seed another one")
    func reproducible() throws {
        let entries = (1...20).map { "E\($0)" }
        let judges = (1...5).map { "J\($0)" }
        let barred: Set = [JudgeAssignment.Barred(judge: "J1", entry: "E3")]
        func draw(_ entries: [String], _ judges: [String], _ seed: String) throws -> JudgeAssignment {
            try JudgeAssignment(
                entries: entries, judges: judges, perEntry: 2, barred: barred, seed: Array(seed.utf8),
                sha256: Judging.mixed)
        }
        let first = try draw(entries, judges, "a")
        #expect(try draw(entries.reversed(), judges.reversed(), "a") == first)
        #expect(try draw(entries, judges, "b") != first)
    }

    @Test(
        "nobody is given an entry that they are barred from, and loads are as even as that allows",
        arguments: 1...40)
    func conflicts(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var barred: Set<JudgeAssignment.Barred> = []
        for entry in 1...8 {
            // at most two of five judges
            for judge in (1...5).shuffled(using: &numbers).prefix(Int.random(in: 0...2, using: &numbers)) {
                barred.insert(.init(judge: "J\(judge)", entry: "E\(entry)"))
            }
        }
        let assignment = try draw(entries: 8, judges: 5, perEntry: 2, barred: barred, seed: "\(seed)")
        for (entry, judges) in assignment.judges {
            #expect(Set(judges).count == 2)
            for judge in judges { #expect(!barred.contains(.init(judge: judge, entry: entry))) }
        }
        let squares = (1...5).reduce(0) {
            $0 + (assignment.loads["J\($1)"] ?? 0) * (assignment.loads["J\($1)"] ?? 0)
        }
        #expect(squares == leastSquares(barred))
    }

    /// The smallest sum of squared loads over all assignments of eight entries to two of five judges each, by trying them all.
    private func leastSquares(_ barred: Set<JudgeAssignment.Barred>) -> Int {
        var loads: Set<[Int]> = [[0, 0, 0, 0, 0]]
        for entry in 1...8 {
            var next: Set<[Int]> = []
            for load in loads {
                for first in 1...5 where !barred.contains(.init(judge: "J\(first)", entry: "E\(entry)")) {
                    for second in 1..<first
                    where !barred.contains(.init(judge: "J\(second)", entry: "E\(entry)")) {
                        var more = load
                        more[first - 1] += 1
                        more[second - 1] += 1
                        next.insert(more)
                    }
                }
            }
            loads = next
        }
        return loads.map { $0.reduce(0) { $0 + $1 * $1 } }.min() ?? 0
    }

    @Test("one judge who is barred from nearly everything leaves the others an exchange, not a refusal")
    func exchange() throws {
        var barred: Set<JudgeAssignment.Barred> = []
        for entry in 2...9 { barred.insert(.init(judge: "J1", entry: "E\(entry)")) }
        let assignment = try draw(entries: 9, judges: 3, perEntry: 1, barred: barred)
        #expect(assignment.judges["E1"] == ["J1"])
        #expect(assignment.loads == ["J1": 1, "J2": 4, "J3": 4])
    }

    @Test("an entry with too few judges left is named with those who are barred")
    func impossible() throws {
        let barred: Set = [
            JudgeAssignment.Barred(judge: "J1", entry: "E2"),
            JudgeAssignment.Barred(judge: "J3", entry: "E2"),
        ]
        do throws(Refusal) {
            _ = try draw(entries: 3, judges: 3, perEntry: 2, barred: barred)
            Issue.record("was assigned")
        } catch {
            #expect(error.violations.map(\.code) == ["assignment-impossible"])
            #expect(error.violations[0].text.vi.contains("“E2”"))
            #expect(error.violations[0].text.vi.contains("J1, J3"))
        }
        for count in [0, 4, -1] {
            #expect(
                Judging.codes { _ = try draw(entries: 3, judges: 3, perEntry: count) } == [
                    "assignment-per-entry"
                ])
        }
    }
}
