extension RuleReader {
    /// The stages in the order in which they are judged.
    mutating func stages(_ field: RuleField) -> [Stage] {
        let stages = list(field) { reader, element -> Stage? in
            let fields = reader.object(
                element.value, element.pointer, keys: RegulationKeys.stage, required: true)
            let id = reader.text(fields["id"], required: true)
            let name = reader.text(fields["name"])
            let requires = reader.stageEntry(fields["requires"])
            return id.map { Stage(id: $0, name: name ?? $0, requires: requires) }
        }
        expectDistinct(stages.map(\.id), field.pointer)
        for (index, stage) in stages.enumerated() where isWhole {
            guard let gate = stage.requires, !stages[..<index].contains(where: { $0.id == gate.stage }) else {
                continue
            }
            note(
                "regulation-stage-requires", "\(field.pointer)/\(index)/requires/stage",
                vi: "\(Text.quoted(gate.stage)) không phải là một vòng đứng trước \(Text.quoted(stage.id))",
                en: "\(Text.quoted(gate.stage)) is no stage before \(Text.quoted(stage.id))")
        }
        return stages
    }

    private mutating func stageEntry(_ field: RuleField) -> StageEntry? {
        guard field.isStated else { return nil }
        let fields = object(field.value, field.pointer, keys: RegulationKeys.stageEntry, required: true)
        let stage = text(fields["stage"], required: true)
        let atLeast = decimal(fields["at_least"], required: true, above: .zero)
        guard let stage, let atLeast else { return nil }
        return StageEntry(stage: stage, atLeast: atLeast)
    }

    /// The one stage that makes the result; nil where several do.
    mutating func resultStage(_ field: RuleField, stages: [Stage], combines: Bool) -> String? {
        let stated = text(field)
        guard isWhole else { return stated }
        if combines {
            if stated != nil {
                note(
                    "regulation-result-stage", field.pointer,
                    vi:
                        "Chỉ ghi một trong hai: result_stage (một vòng quyết định) hoặc result (nhiều vòng hợp lại)",
                    en:
                        "State one of result_stage (one stage decides) and result (several are combined), not both"
                )
            }
            return nil
        }
        if let stated, !stages.contains(where: { $0.id == stated }) {
            note(
                "regulation-result-stage", field.pointer,
                vi: "Không có vòng \(Text.quoted(stated)) trong stages",
                en: "There is no stage \(Text.quoted(stated)) in stages")
        }
        if stated == nil, stages.count > 1 {
            note(
                "regulation-result-stage", field.pointer,
                vi:
                    "Có nhiều vòng: hãy ghi result_stage là vòng quyết định kết quả, hoặc result để hợp các vòng lại",
                en:
                    "There are several stages: say in result_stage which one makes the result, or in result how they are combined"
            )
        }
        return stated ?? stages.first?.id
    }

    /// The stages that make the result together. `missing` can only be `exclude`: an entry without a total in one of them has
    /// none, because absent is not zero.
    mutating func combination(_ field: RuleField, stages: [Stage]) -> [StageWeight] {
        guard field.isStated else { return [] }
        let fields = object(field.value, field.pointer, keys: RegulationKeys.result, required: true)
        let _: MissingStage? = choice(fields["missing"])
        let list = fields["combine"]
        let parts = self.list(list, required: true) { reader, element -> StageWeight? in
            let fields = reader.object(
                element.value, element.pointer, keys: RegulationKeys.stageWeight, required: true)
            let stage = reader.text(fields["stage"], required: true)
            let weight = reader.decimal(fields["weight"], required: true, above: .zero)
            if reader.isWhole, let stage, !stages.contains(where: { $0.id == stage }) {
                reader.note(
                    "regulation-result-stage", fields["stage"].pointer,
                    vi: "Không có vòng \(Text.quoted(stage)) trong stages",
                    en: "There is no stage \(Text.quoted(stage)) in stages")
            }
            guard let stage, let weight else { return nil }
            return StageWeight(stage: stage, weight: weight)
        }
        expectDistinct(parts.map(\.stage), list.pointer)
        guard isWhole, list.value?.array?.count == parts.count else { return parts }
        if parts.count == 1 || parts.reduce(Int128(0), { $0 + Int128($1.weight.millionths) }) != 1_000_000 {
            note(
                "regulation-combine", list.pointer,
                vi:
                    "Cần ít nhất hai vòng, và các hệ số cộng lại phải bằng 1 để tổng điểm vẫn theo thang của khung điểm",
                en:
                    "It takes at least two stages, and weights that add up to 1, so that totals keep the scale of the marks"
            )
        }
        return parts
    }
}

private enum MissingStage: String, CaseIterable {
    case exclude
}

extension RuleField {
    var isStated: Bool { value.map { !$0.isNull } ?? false }
}
