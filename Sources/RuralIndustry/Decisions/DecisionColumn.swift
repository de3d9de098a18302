/// The columns of the decision file. `set_kind` is beyond the interface page and may be left out.
public enum DecisionColumn: Int, RecordColumn {
    case entry, recognised, setName, setKind, awardClass, reason

    public static let names = ["entry", "recognised", "set_name", "set_kind", "class", "reason"]
    public static let required: [DecisionColumn] = [.entry, .recognised]
}

extension DecisionRow {
    /// Reads a row; throws everything that is wrong with it.
    public init(_ fields: Fields<DecisionColumn>, _ notation: Notation = .plain, row: Int? = nil)
        throws(Refusal)
    {
        var reader = FieldReader(fields, notation)
        let entry = reader.requiredText(.entry)
        let recognised = reader.requiredText(.recognised)
        let setName = reader.text(.setName, limit: TextLimit.name)
        let setKind = reader.text(.setKind)
        let awardClass = reader.text(.awardClass)
        let reason = reader.paragraphs(.reason)
        guard reader.violations.isEmpty, let entry, let recognised else { throw reader.refusal }
        try self.init(
            entry: entry, recognised: recognised, setName: setName ?? "", setKind: setKind ?? "",
            awardClass: awardClass ?? "", reason: reason ?? "", row: row)
    }
}

extension DecisionColumn {
    public static let headings: [DecisionColumn: Bilingual] = [
        .entry: Bilingual(vi: "Mã sản phẩm", en: "Entry"),
        .recognised: Bilingual(vi: "Công nhận", en: "Recognised"),
        .setName: Bilingual(vi: "Tên bộ sản phẩm", en: "Set name"),
        .awardClass: Bilingual(vi: "Hạng", en: "Class"),
        .reason: Bilingual(vi: "Lý do", en: "Reason"),
    ]
}
