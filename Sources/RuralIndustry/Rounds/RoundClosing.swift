extension RoundRoster {
    /// What is missing before marking may be closed; empty if nothing is.
    ///
    /// Every judge must have a mark or an absence for every leaf of every accepted entry in the stages that the result
    /// rests on, as far as the entry came. Where the plan states how many judges an entry needs, sheets that are wholly missing are tolerated
    /// down to that number; a sheet filled in part always blocks. Who took a seat over need not mark what its earlier
    /// holder marked whole: those marks stay counted. The quorum itself is the tally's: below it an entry would have no
    /// total.
    ///
    /// - Parameters:
    ///   - membersPresent: council members at the closing meeting, as stated; needed if the plan has a quorum and no meeting
    ///     of the day is recorded.
    ///   - recordedPresent: how many the record of the day's meeting names.
    /// - Throws: what the tally refuses about the marks themselves.
    public func missingForClosing(
        _ rules: Rules, marks: [Mark], membersPresent: Int?, recordedPresent: Int? = nil
    ) throws(Refusal) -> [Violation] {
        let accepted = entries.filter { $0.state == .accepted }
        let table = try MarkTable(
            marks, entries: accepted.map { Tally.Entry(code: $0.code, group: $0.group) }, rules: rules)
        var missing = attendanceMissing(rules, stated: membersPresent, recorded: recordedPresent)
        for entry in table.entries {
            do throws(NumberOverflow) {
                let outcome = try EntryOutcome(entry, rules: rules)
                for (number, stage) in outcome.stages.enumerated() where !stage.isShutOut {
                    missing += sheetsMissing(entry, stage: number, rules: rules)
                    missing += quorumMissing(stage, of: outcome.entry, rules: rules)
                }
            } catch {
                throw Refusal(error.violation)
            }
        }
        return missing
    }

    private func sheetsMissing(_ entry: EntryMarks, stage: Int, rules: Rules) -> [Violation] {
        var filled: [String: Int] = [:]
        // values that count, of which a seat needs no more
        var valued: [String: Int] = [:]
        for cell in entry.cells where cell.stage == stage {
            filled[entry.judgeIDs[cell.judge], default: 0] += 1
            if case .value = cell.content, !cell.isInConflict {
                valued[entry.judgeIDs[cell.judge], default: 0] += 1
            }
        }
        let leaves = entry.frame.leaves.count
        let earlier = Dictionary(panel.map { ($0.id, $0.predecessors) }) { first, _ in first }
        let toleratesMissing = rules.scoring.quorum.judgesPerEntry != nil
        return judges(of: entry.code).compactMap { judge in
            let found = filled[judge] ?? 0
            if found == 0, earlier[judge]?.contains(where: { valued[$0] == leaves }) ?? false { return nil }
            guard found < leaves, found > 0 || !toleratesMissing else { return nil }
            let plan = rules.stagePlan
            let (vi, en) =
                plan.steps.count > 1
                ? plan.steps[stage].id.map { (" ở vòng “\($0)”", " in stage “\($0)”") } ?? ("", "") : ("", "")
            return Violation(
                "marks-missing",
                vi:
                    "Giám khảo \(judge) còn thiếu \(leaves - found)/\(leaves) điểm của \(entry.code)\(vi); hãy ghi điểm hoặc lý do không có",
                en:
                    "Judge \(judge) has \(leaves - found) of \(leaves) marks of \(entry.code)\(en) missing; give a mark or the reason for none"
            )
        }
    }

    private func quorumMissing(_ outcome: StageOutcome, of entry: String, rules: Rules) -> [Violation] {
        guard outcome.reason == .belowQuorum, let needed = rules.scoring.quorum.judgesPerEntry else {
            return []
        }
        return [
            Violation(
                "quorum-judges",
                vi:
                    "Sản phẩm \(entry) có \(outcome.judges) giám khảo chấm hợp lệ, cần ít nhất \(needed)",
                en:
                    "Entry \(entry) has valid marks of \(outcome.judges) judges; at least \(needed) are needed"
            )
        ]
    }

    private func attendanceMissing(_ rules: Rules, stated: Int?, recorded: Int?) -> [Violation] {
        if let stated, let recorded, stated != recorded {
            return [
                Violation(
                    "members-present-disagree",
                    vi: "Biên bản họp hôm nay ghi \(recorded) thành viên có mặt, không phải \(stated)",
                    en: "The record of today's meeting names \(recorded) members present, not \(stated)")
            ]
        }
        let present = recorded ?? stated
        if let present, present < 0 || (!council.isEmpty && present > council.count) {
            return [
                Violation(
                    "members-present-impossible",
                    vi: "Không thể có \(present) thành viên dự họp: Hội đồng có \(council.count) người",
                    en: "\(present) members cannot be present: the council has \(council.count)")
            ]
        }
        guard let attendance = rules.scoring.quorum.membersPresent else { return [] }
        let needed = attendance.needed(of: council.count)
        guard let present else {
            return [
                Violation(
                    "quorum-attendance-unknown",
                    vi: "Hãy ghi số thành viên Hội đồng có mặt; cần ít nhất \(needed)",
                    en: "State how many council members are present; at least \(needed) are needed")
            ]
        }
        guard present < needed else { return [] }
        return [
            Violation(
                "quorum-members", vi: "Có \(present) thành viên Hội đồng dự họp, cần ít nhất \(needed)",
                en: "\(present) council members are present; at least \(needed) are needed")
        ]
    }
}
