import Registry
import RuralIndustry

/// The questions about a product, for its maker and for officers.
struct ProductForm: Sendable {
    let filling: FormFilling

    private static let lists: Set<ProductColumn> = [.members, .markets, .standards]
    private static let asked: [ProductColumn] = [
        .name, .group, .members, .description, .material, .localMaterialPercent, .capacity, .unit, .priceVND,
        .markets, .standards,
    ]

    /// What somebody typed, as the registry reads it: a line of a list's field each, decimals with a point.
    static func fields(of form: FormFields) -> Fields<ProductColumn> {
        var fields = Fields<ProductColumn>()
        for column in asked {
            let text = form[column.name]
            fields[column] =
                if lists.contains(column) {
                    text.split(whereSeparator: \.isNewline).joined(separator: "|")
                } else if column == .localMaterialPercent {
                    Notation.vietnamese.decimalPoint(text)
                } else { text }
        }
        return fields
    }

    static func values(of record: ProductRecord) -> FormFields {
        var values = ["version": String(record.version)]
        for column in asked {
            let text = record.fields[column] ?? ""
            values[column.name] =
                if lists.contains(column) {
                    text.replacing("|", with: "\n")
                } else if column == .localMaterialPercent { text.replacing(".", with: ",") } else { text }
        }
        return FormFields(filledWith: values)
    }

    /// What errors call the columns by.
    static let labels = Dictionary(uniqueKeysWithValues: ProductColumn.allCases.map { ($0.name, $0.heading) })

    /// What is known of a product, without what is not.
    static func facts(of record: ProductRecord) -> [LabelledText] {
        asked.dropFirst().compactMap { column in
            guard let text = record.fields[column], !text.isEmpty else { return nil }
            let shown =
                switch column {
                case .group: ProductGroupID(rawValue: text).pageName.vi
                case .priceVND: PlainText.grouped(text)
                case .localMaterialPercent: text.replacing(".", with: ",")
                default: text.replacing("|", with: "; ")
                }
            return LabelledText(label: column.heading, value: shown)
        }
    }

    var groups: [GroupedFormView.Group] {
        [
            .init(
                title: Bilingual(vi: "Sản phẩm", en: "The product"),
                fields: [
                    line(.name, "Tên sản phẩm", "Name"),
                    filling.few(
                        ProductColumn.group.name, Bilingual(vi: "Nhóm sản phẩm", en: "Group"),
                        of: ProductGroupID.ofLaw.map { ($0.rawValue, $0.pageName) }),
                    filling.area(
                        ProductColumn.members.name,
                        Bilingual(vi: "Nếu là một bộ: gồm những gì", en: "Members, if it is a set"),
                        hint: Bilingual(vi: "Mỗi thứ một dòng.", en: "One a line."), isOptional: true),
                    filling.area(
                        ProductColumn.description.name, Bilingual(vi: "Mô tả", en: "Description"),
                        hint: Bilingual(
                            vi: "Công dụng, mẫu mã, nét riêng. Mô tả được công bố.",
                            en: "Its use, design, character. It is published."), isOptional: true),
                ]),
            .init(
                title: Bilingual(vi: "Sản xuất và thị trường", en: "Production and markets"),
                fields: [
                    line(.material, "Nguyên liệu chính", "Main material", isOptional: true),
                    line(
                        .localMaterialPercent, "Nguyên liệu tại chỗ, %", "Local material, %",
                        hint: ("Ví dụ 62,5.", "For example 62.5."), isOptional: true, inputMode: "decimal"),
                    line(
                        .capacity, "Năng lực sản xuất", "Capacity",
                        hint: ("Ví dụ: 2.000 chiếc một năm.", "For example: 2,000 a year."), isOptional: true),
                    line(.unit, "Đơn vị tính", "Unit", isOptional: true),
                    line(
                        .priceVND, "Giá, đồng", "Price, VND", hint: ("Chỉ viết chữ số.", "Digits only."),
                        isOptional: true, inputMode: "numeric"),
                    filling.area(
                        ProductColumn.markets.name, Bilingual(vi: "Thị trường", en: "Markets"),
                        hint: Bilingual(vi: "Mỗi nơi một dòng.", en: "One a line."), isOptional: true),
                    filling.area(
                        ProductColumn.standards.name,
                        Bilingual(vi: "Tiêu chuẩn, chứng nhận", en: "Standards, certificates"),
                        hint: Bilingual(vi: "Mỗi thứ một dòng.", en: "One a line."), isOptional: true),
                ]),
        ]
    }

    private func line(
        _ column: ProductColumn, _ vietnamese: String, _ english: String, hint: (String, String)? = nil,
        isOptional: Bool = false, inputMode: String = "text"
    ) -> FormField {
        filling.line(
            column.name, Bilingual(vi: vietnamese, en: english),
            hint: hint.map { Bilingual(vi: $0.0, en: $0.1) }, isOptional: isOptional, inputMode: inputMode)
    }
}
