extension RuleReader {
    /// The rules that a document states, as far as they can be read; nil if what every use needs is not there.
    mutating func rules(_ document: JSONValue) -> Rules? {
        let top = object(document, "", keys: RegulationKeys.top, required: true)
        let id = text(top["id"], required: true)
        let title = text(top["title"])
        _ = text(top["extends"])
        let territory = text(top["territory"])
        let legalBasis = list(top["legal_basis"]) { reader, field in reader.text(field) }
        let validity = validity(from: top["valid_from"], to: top["valid_to"])
        _ = locks(top["locked"])
        let levels = levels(top["levels"])
        let groups = groups(top["groups"])
        let criteria = criteria(top["criteria"])
        let rubrics = rubrics(top["rubrics"], criteria: criteria, groups: groups)
        let stages = stages(top["stages"])
        let combination = combination(top["result"], stages: stages)
        let resultStage = resultStage(top["result_stage"], stages: stages, combines: top["result"].isStated)
        let scoring = scoring(top["scoring"], criteria: criteria)
        let classes = classes(top["classes"])
        let complaint = complaint(top["complaint"])
        let judges = judges(top["judges"])
        let decision = decision(top["decision"])
        let noticeFields = object(top["notice"].value, top["notice"].pointer, keys: RegulationKeys.notice)
        let noticeRank: NoticeRank? = choice(noticeFields["rank"])
        guard let id, let validity, let scoring, !criteria.isEmpty else { return nil }
        return Rules(
            id: id, title: title, territory: territory, legalBasis: legalBasis, validity: validity,
            levels: levels,
            groups: groups, criteria: criteria, rubrics: rubrics, stages: stages, resultStage: resultStage,
            combination: combination,
            stagePlan: StagePlan(stages: stages, resultStage: resultStage, combination: combination),
            scoring: scoring, classes: classes, complaint: complaint, judges: judges, decision: decision,
            notice: NoticeRules(rank: noticeRank ?? .hidden), document: document)
    }

    mutating func locks(_ field: RuleField) -> [String] {
        list(field) { reader, element in
            guard let path = reader.text(element) else { return nil }
            let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard RegulationKeys.canLock(parts) else {
                reader.note(
                    "regulation-locked-path", element.pointer,
                    vi:
                        "\(Text.quoted(path)) không chỉ đến khóa nào; viết như criteria hoặc scoring.eligible_at_least",
                    en:
                        "\(Text.quoted(path)) leads to no key; write it like criteria or scoring.eligible_at_least"
                )
                return nil
            }
            return path
        }
    }

    private mutating func validity(from: RuleField, to: RuleField) -> Validity? {
        let (first, end) = (day(from), day(to))
        guard let validity = Validity(from: first, to: end) else {
            note(
                "regulation-validity", to.pointer,
                vi: "valid_to phải sau valid_from; đó là ngày đầu tiên không còn hiệu lực",
                en: "valid_to must be after valid_from; it is the first day no longer in force")
            return nil
        }
        return validity
    }

    // MARK: Levels and groups

    private mutating func levels(_ field: RuleField) -> [LevelRule] {
        let levels = list(field) { reader, element in reader.level(element) }
        expectDistinct(levels.map(\.level.rawValue), field.pointer)
        return levels
    }

    private mutating func level(_ field: RuleField) -> LevelRule? {
        let fields = object(field.value, field.pointer, keys: RegulationKeys.level, required: true)
        let level: SelectionLevel? = choice(fields["id"], required: true)
        let sizes = list(fields["council_sizes"]) { reader, size in reader.count(size, in: 1...99) }
        let years = count(fields["certificate_valid_years"], in: 1...99)
        let requires = requires(fields["requires"], of: level)
        let needsChair = flag(fields["council_chair"]) ?? true
        let everyYears = count(fields["every_years"], in: 1...99)
        let yearAfter: SelectionLevel? = choice(fields["year_after"])
        return level.map {
            LevelRule(
                level: $0, councilSizes: sizes.isEmpty ? nil : sizes, needsChair: needsChair,
                certificateValidYears: years,
                requires: requires, everyYears: everyYears, yearAfter: yearAfter)
        }
    }

    private mutating func requires(_ field: RuleField, of level: SelectionLevel?) -> LowerAward? {
        guard let value = field.value, !value.isNull else { return nil }
        let fields = object(value, field.pointer, keys: RegulationKeys.requires)
        let anyOf: [SelectionLevel] = list(fields["any_of"], required: true) { reader, element in
            guard let lower: SelectionLevel = reader.choice(element) else { return nil }
            if lower == level {
                reader.note(
                    "regulation-value", element.pointer, vi: "Một cấp không thể đòi giải của chính cấp đó",
                    en: "A level cannot require an award of its own")
            }
            return lower
        }
        let unless: EntryException? = choice(fields["unless"])
        return anyOf.isEmpty ? nil : LowerAward(anyOf: anyOf, unless: unless)
    }

    private mutating func groups(_ field: RuleField) -> [ProductGroup] {
        let groups = list(field) { reader, element in
            reader.named(element).map { ProductGroup(id: ProductGroupID(rawValue: $0.id), name: $0.name) }
        }
        expectDistinct(groups.map(\.id.rawValue), field.pointer)
        return groups
    }

    // MARK: Criteria and rubrics

    private mutating func criteria(_ field: RuleField) -> [Criterion] {
        let criteria = list(field, required: true) { reader, element -> Criterion? in
            let fields = reader.object(
                element.value, element.pointer, keys: RegulationKeys.criterion, required: true)
            let id = reader.text(fields["id"], required: true)
            let name = reader.text(fields["name"])
            let max = reader.decimal(fields["max"], required: true, above: .zero)
            let weight = reader.decimal(fields["weight"], above: .zero) ?? ExactDecimal(millionths: 1_000_000)
            guard let id, let max else { return nil }
            return Criterion(id: id, name: name ?? id, max: max, weight: weight)
        }
        expectDistinct(criteria.map(\.id), field.pointer)
        return criteria
    }

    private mutating func rubrics(_ field: RuleField, criteria: [Criterion], groups: [ProductGroup])
        -> Rubrics
    {
        guard let value = field.value, !value.isNull else { return Rubrics(nodes: [:]) }
        guard case .object(let members) = value else {
            _ = object(value, field.pointer, keys: [])
            return Rubrics(nodes: [:])
        }
        var nodes: [String: [String: [RubricNode]]] = [:]
        for group in members.keys.sorted() {
            let frame = RuleField(value: members[group], pointer: Self.pointer(field.pointer, group))
            expectKnown(group: group, groups, frame.pointer)
            nodes[group] = rubric(frame, criteria: criteria)
        }
        return Rubrics(nodes: nodes)
    }

    private mutating func expectKnown(group: String, _ groups: [ProductGroup], _ pointer: String) {
        guard isWhole, group != Rubrics.everyGroup, !groups.contains(where: { $0.id.rawValue == group })
        else { return }
        let known = (groups.map(\.id.rawValue) + [Rubrics.everyGroup]).joined(separator: ", ")
        note(
            "regulation-group-unknown", pointer,
            vi: "Không có nhóm \(Text.quoted(group)); hãy dùng: \(known)",
            en: "There is no group \(Text.quoted(group)); use one of: \(known)")
    }

    /// The frame of one group, by criterion.
    private mutating func rubric(_ field: RuleField, criteria: [Criterion]) -> [String: [RubricNode]] {
        var frame: [String: [RubricNode]] = [:]
        var ids = criteria.map(\.id)
        let parts = list(field) { reader, element -> (id: String, children: [RubricNode])? in
            let fields = reader.object(
                element.value, element.pointer, keys: RegulationKeys.rubric, required: true)
            let id = reader.text(fields["criterion"], required: true)
            let children = reader.nodes(fields["children"])
            guard let id else { return nil }
            if reader.isWhole {
                reader.checkFrame(of: id, children, criteria: criteria, fields)
            }
            return (id, children)
        }
        for part in parts {
            frame[part.id] = part.children
            ids += part.children.flatMap(\.allIDs)
        }
        expectDistinct(parts.map(\.id), field.pointer)
        expectDistinct(ids, field.pointer)
        return frame
    }

    private mutating func checkFrame(
        of id: String, _ children: [RubricNode], criteria: [Criterion], _ fields: RuleFields
    ) {
        guard let criterion = criteria.first(where: { $0.id == id }) else {
            unknownCriterion(id, fields["criterion"].pointer, criteria)
            return
        }
        expectSum(of: children, criterion.max, of: id, fields["children"].pointer)
    }

    private mutating func nodes(_ field: RuleField) -> [RubricNode] {
        list(field, required: true) { reader, element in
            let fields = reader.object(
                element.value, element.pointer, keys: RegulationKeys.node, required: true)
            let id = reader.text(fields["id"], required: true)
            let name = reader.text(fields["name"])
            let max = reader.decimal(fields["max"], required: true, above: .zero)
            let isHeading = fields["children"].value.map { !$0.isNull } ?? false
            let children = isHeading ? reader.nodes(fields["children"]) : []
            guard let id, let max else { return nil }
            if isHeading { reader.expectSum(of: children, max, of: id, fields["children"].pointer) }
            return RubricNode(id: id, name: name ?? id, max: max, children: children)
        }
    }

    private mutating func expectSum(
        of nodes: [RubricNode], _ max: ExactDecimal, of id: String, _ pointer: String
    ) {
        let sum = nodes.reduce(Int128(0)) { $0 + Int128($1.max.millionths) }
        guard isWhole, !nodes.isEmpty, sum != Int128(max.millionths) else { return }
        let total = (try? Rational(sum, over: 1_000_000).description) ?? "?"
        note(
            "regulation-maxima", pointer,
            vi: "Điểm tối đa cộng lại là \(total), phải bằng điểm tối đa \(max) của \(Text.quoted(id))",
            en: "The maxima add up to \(total); they must make the maximum \(max) of \(Text.quoted(id))")
    }

    // MARK: Stages, classes, complaint

    private mutating func classes(_ field: RuleField) -> [AwardClass] {
        let classes = list(field) { reader, element -> AwardClass? in
            if element.value?.string != nil {
                return reader.text(element).map { AwardClass(id: $0, name: $0) }
            }
            return reader.named(element).map { AwardClass(id: $0.id, name: $0.name) }
        }
        expectDistinct(classes.map(\.id), field.pointer)
        return classes
    }

    private mutating func judges(_ field: RuleField) -> JudgeRules {
        let fields = object(field.value, field.pointer, keys: RegulationKeys.judges)
        let level: UnitLevel? = choice(fields["barred_within"])
        if level == .district {
            note(
                "regulation-value", fields["barred_within"].pointer,
                vi: "barred_within là commune hoặc province: cấp huyện đã kết thúc",
                en: "barred_within is commune or province: districts have ended")
        }
        let parts: [PaperKind] = list(fields["dossier_parts"]) { reader, element in reader.choice(element) }
        expectDistinct(parts.map(\.rawValue), fields["dossier_parts"].pointer)
        return JudgeRules(
            barredWithin: level, dossierParts: parts, judgingNames: choice(fields["judging_names"]) ?? .shown)
    }

    private mutating func decision(_ field: RuleField) -> DecisionRules {
        let fields = object(field.value, field.pointer, keys: RegulationKeys.decision)
        return DecisionRules(
            vote: choice(fields["vote"]) ?? .optional,
            orderReasons: choice(fields["order_reasons"]) ?? .advised)
    }

    private mutating func complaint(_ field: RuleField) -> ComplaintTerms {
        let fields = object(field.value, field.pointer, keys: RegulationKeys.complaint)
        return ComplaintTerms(
            fileWorkingDays: count(fields["file_working_days"], in: 1...999),
            answerWorkingDays: count(fields["answer_working_days"], in: 1...999))
    }

    private mutating func named(_ field: RuleField) -> (id: String, name: String)? {
        let fields = object(field.value, field.pointer, keys: RegulationKeys.named, required: true)
        let id = text(fields["id"], required: true)
        let name = text(fields["name"])
        return id.map { ($0, name ?? $0) }
    }

    mutating func unknownCriterion(_ id: String, _ pointer: String, _ criteria: [Criterion]) {
        let known = criteria.map(\.id).joined(separator: ", ")
        note(
            "regulation-criterion-unknown", pointer,
            vi: "Không có tiêu chí \(Text.quoted(id)); các tiêu chí: \(known)",
            en: "There is no criterion \(Text.quoted(id)); the criteria are: \(known)")
    }
}

extension RubricNode {
    fileprivate var allIDs: [String] { [id] + children.flatMap(\.allIDs) }
}
