import RuralIndustry
import Testing

/// What must hold for any marks, tried over seeds.
@Suite("Tally, for any marks")
struct TallyPropertyTests {
    private static let pipelines = [
        #"[{"sum":"criteria"},{"mean":"judges"}]"#,
        #"[{"sum":"criteria"},{"mean":"judges","trim":[1,1],"round":2}]"#,
        #"[{"mean":"judges","trim":[1,0]},{"weight":"criteria","round":1},{"sum":"criteria"}]"#,
        #"[{"median":"judges"},{"weight":"criteria"},{"sum":"criteria","round":2}]"#,
        #"[{"weight":"criteria"},{"sum":"criteria"},{"median":"judges"}]"#,
    ]
    private static let cases = pipelines.flatMap { pipeline in (1...12).map { (pipeline, UInt64($0)) } }

    private func rules(_ pipeline: String) throws -> Rules {
        try Judging.rules(
            pipeline: pipeline,
            criteria: #"[{"id":"a","max":"10","weight":"1.5"},{"id":"b","max":"10"},{"id":"c","max":"10"}]"#)
    }

    private func marks(_ numbers: inout SeededNumbers, withAbsences: Bool = true) throws -> [Mark] {
        var marks: [Mark] = []
        for entry in 1...8 {
            for judge in 1...5 {
                for criterion in ["a", "b", "c"] {
                    let isAbsent = withAbsences && Int.random(in: 0..<20, using: &numbers) == 0
                    // Few different values, so that ties happen.
                    let value = ExactDecimal(millionths: Int64.random(in: 0...4, using: &numbers) * 2_500_000)
                    marks.append(
                        Mark(
                            entry: "00\(entry)", judge: "J\(judge)", criterion: criterion,
                            content: isAbsent ? .none(.absent) : .value(value)))
                }
            }
        }
        return marks
    }

    @Test("the order of judges and rows changes nothing", arguments: cases)
    func orderOfRows(pipeline: String, seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let rules = try rules(pipeline)
        let marks = try marks(&numbers)
        let expected = try Judging.tally(marks, rules)
        #expect(try Judging.tally(marks.shuffled(using: &numbers), rules) == expected)
        let renamed = Dictionary(
            uniqueKeysWithValues: zip(
                (1...5).map { "J\($0)" }, (1...5).map { "J\($0)" }.shuffled(using: &numbers)))
        let byOthers = marks.map {
            Mark(
                entry: $0.entry, judge: renamed[$0.judge] ?? "", criterion: $0.criterion, content: $0.content)
        }
        #expect(try Judging.tally(byOthers, rules).lines == expected.lines)
    }

    @Test("a higher mark never lowers the entry's total or rank", arguments: cases)
    func higherMark(pipeline: String, seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let rules = try rules(pipeline)
        var marks = try marks(&numbers)
        let before = try Judging.tally(marks, rules)
        for _ in 0..<10 {
            let index = Int.random(in: marks.indices, using: &numbers)
            guard case .value(let value) = marks[index].content, value.millionths < 10_000_000 else {
                continue
            }
            let raised = ExactDecimal(
                millionths: Int64.random(in: value.millionths...10_000_000, using: &numbers))
            let old = marks[index]
            marks[index] = Mark(
                entry: old.entry, judge: old.judge, criterion: old.criterion, content: .value(raised))
            let after = try Judging.tally(marks, rules)
            let (was, now) = (try #require(before.line(old.entry)), try #require(after.line(old.entry)))
            if let old = was.total, let new = now.total { #expect(new >= old) }
            if let old = was.rank, let new = now.rank { #expect(new <= old) }
            marks[index] = old
        }
    }

    @Test("equal totals share a rank, higher totals rank before, ranks count who is ahead", arguments: cases)
    func ranks(pipeline: String, seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let tally = try Judging.tally(marks(&numbers), rules(pipeline))
        for line in tally.lines {
            let ahead = tally.lines.count { other in
                if let theirs = other.total, let ours = line.total { theirs > ours } else { false }
            }
            #expect(line.rank == (line.total == nil ? nil : ahead + 1))
        }
    }

    @Test("every mark is counted or excluded, never both and never neither", arguments: cases)
    func conservation(pipeline: String, seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let marks = try marks(&numbers)
        let tally = try Judging.tally(marks, rules(pipeline))
        #expect(tally.marksSubmitted == marks.count)
        #expect(tally.marksCounted + tally.exclusions.count == marks.count)
        let excluded = Set(tally.exclusions.map { [$0.entry, $0.judge, $0.criterion] })
        #expect(excluded.count == tally.exclusions.count)
        let absences = marks.filter { if case .none = $0.content { true } else { false } }
        #expect(absences.allSatisfy { excluded.contains([$0.entry, $0.judge, $0.criterion]) })
    }

    @Test("totals print and read back as the same number", arguments: cases)
    func totalsReadBack(pipeline: String, seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for line in try Judging.tally(marks(&numbers), rules(pipeline)).lines {
            guard let total = line.total else { continue }
            #expect(try Rational(total.description) == total)
        }
    }
}
