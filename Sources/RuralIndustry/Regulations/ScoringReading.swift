extension RuleReader {
    /// Nil if there is no pipeline that can be read.
    mutating func scoring(_ field: RuleField, criteria: [Criterion]) -> ScoringRules? {
        let fields = object(field.value, field.pointer, keys: RegulationKeys.scoring, required: true)
        let pipeline = pipeline(fields["pipeline"])
        let threshold = decimal(fields["eligible_at_least"])
        let step = decimal(fields["step"], above: .zero)
        let display = count(fields["display"], in: 0...6)
        let rankWithin: RankScope? = choice(fields["rank_within"])
        let ties = ties(fields["ties"], criteria: criteria)
        let quorum = quorum(fields["quorum"])
        return pipeline.map {
            ScoringRules(
                pipeline: $0, eligibleAtLeast: threshold, step: step, display: display ?? 2,
                rankWithin: rankWithin ?? .round, ties: ties, quorum: quorum)
        }
    }

    // MARK: Pipeline

    private mutating func pipeline(_ field: RuleField) -> Pipeline? {
        let before = violations.count
        let steps = list(field, required: true) { reader, element in reader.step(element) }
        guard violations.count == before else { return nil }
        if steps.isEmpty {
            if isWhole || field.value?.array != nil { noteImpossible(field) }
            return nil
        }
        guard Pipeline.isPossible(steps) else {
            noteImpossible(field)
            return nil
        }
        return Pipeline(steps: steps)
    }

    private mutating func noteImpossible(_ field: RuleField) {
        note(
            "regulation-pipeline", field.pointer,
            vi:
                "Phải có đúng một bước sum, đúng một bước mean hoặc median, và nhiều nhất một bước weight trước sum",
            en:
                "There must be exactly one sum, exactly one mean or median, and at most one weight, before the sum"
        )
    }

    private mutating func step(_ field: RuleField) -> Pipeline.Step? {
        let fields = object(
            field.value, field.pointer, keys: ["sum", "mean", "median", "weight", "trim", "round"],
            required: true)
        let kinds = ["sum", "mean", "median", "weight"].filter { fields.members[$0] != nil }
        guard let kind = kinds.first, kinds.count == 1 else {
            guard case .object? = field.value else { return nil }
            note(
                "regulation-value", field.pointer,
                vi: "Mỗi bước có đúng một trong: sum, mean, median, weight",
                en: "A step has exactly one of: sum, mean, median, weight")
            return nil
        }
        let axis = kind == "mean" || kind == "median" ? "judges" : "criteria"
        let (stated, decimals, trim) = (
            text(fields[kind], required: true), round(fields["round"]), trim(fields["trim"])
        )
        if let stated, stated != axis {
            note(
                "regulation-value", fields[kind].pointer, vi: "“\(kind)” chỉ đi với “\(axis)”",
                en: "“\(kind)” goes with “\(axis)” only")
        }
        if kind != "mean", fields.members["trim"] != nil {
            note(
                "regulation-key-unknown", fields["trim"].pointer, vi: "Chỉ bước mean mới có trim",
                en: "Only a mean has a trim")
        }
        switch kind {
        case "sum": return .sum(round: decimals)
        case "weight": return .weight(round: decimals)
        case "median": return .median(round: decimals)
        default: return .mean(trim: trim, round: decimals)
        }
    }

    private mutating func round(_ field: RuleField) -> Int? { count(field, in: 0...6) }

    private mutating func trim(_ field: RuleField) -> Pipeline.Trim {
        guard let value = field.value, !value.isNull else { return .none }
        let counts = list(field) { reader, element in reader.count(element, in: 0...99, required: true) }
        guard value.array?.count == 2 else {
            note(
                "regulation-value", field.pointer,
                vi: "trim gồm hai số: [số điểm thấp nhất bỏ, số điểm cao nhất bỏ]",
                en: "trim is two numbers: [lowest marks dropped, highest marks dropped]")
            return .none
        }
        return counts.count == 2 ? Pipeline.Trim(lowest: counts[0], highest: counts[1]) : .none
    }

    // MARK: Ties

    private mutating func ties(_ field: RuleField, criteria: [Criterion]) -> [TieBreaker] {
        let ties = list(field) { reader, element in reader.tieBreaker(element, criteria: criteria) }
        if let last = ties.firstIndex(where: { $0 == .share || $0 == .draw }), last < ties.count - 1 {
            note(
                "regulation-ties", RuleReader.pointer(field.pointer, String(last + 1)),
                vi: "Sau share hoặc draw không còn gì để phân định; hãy bỏ phần sau",
                en: "Nothing is left to separate after share or draw; remove what follows")
        }
        return ties
    }

    private mutating func tieBreaker(_ field: RuleField, criteria: [Criterion]) -> TieBreaker? {
        guard let text = text(field) else { return nil }
        switch text {
        case "share": return .share
        case "draw": return .draw
        default:
            guard text.hasPrefix("criterion:") else {
                note(
                    "regulation-value", field.pointer, vi: "Dùng \"criterion:MÃ\", \"share\" hoặc \"draw\"",
                    en: "Use \"criterion:ID\", \"share\" or \"draw\"")
                return nil
            }
            let id = String(text.dropFirst("criterion:".count))
            if isWhole, !criteria.contains(where: { $0.id == id }) {
                unknownCriterion(id, field.pointer, criteria)
            }
            return .criterion(id)
        }
    }

    // MARK: Quorum

    private mutating func quorum(_ field: RuleField) -> Quorum {
        let fields = object(field.value, field.pointer, keys: RegulationKeys.quorum)
        return Quorum(
            judgesPerEntry: count(fields["judges_per_entry"], in: 1...999),
            membersPresent: membersPresent(fields["members_present"]))
    }

    /// A number of members, or a share of the council such as `"2/3"`.
    private mutating func membersPresent(_ field: RuleField) -> Quorum.Attendance? {
        guard let share = field.value?.string else {
            return count(field, in: 1...999).map(Quorum.Attendance.members)
        }
        guard let part = try? Rational(share), part > .zero, part <= Rational(1),
            part.denominator <= 1_000_000
        else {
            note(
                "regulation-value", field.pointer,
                vi: "Phải là số thành viên hoặc một phần Hội đồng như \"2/3\"",
                en: "It must be a number of members or a part of the council such as \"2/3\"")
            return nil
        }
        return .share(part)
    }
}
