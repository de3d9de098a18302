import Registry
import RuralIndustry

/// The questions about an establishment, wherever somebody answers them: when it registers, by its owner, by an officer.
struct EstablishmentForm: Sendable {
    let filling: FormFilling
    /// The communes that the codes in the form name, by the fields' ids.
    var communes: [String: String] = [:]

    /// What somebody typed, as the registry reads it: days as 2026-11-20, and every column that the form asks for.
    static func fields(of form: FormFields) -> Fields<EstablishmentColumn> {
        var fields = Fields<EstablishmentColumn>()
        for column in asked {
            fields[column] = days.contains(column) ? PlainText.day(form[column.name]) : form[column.name]
        }
        return fields
    }

    /// What the form is filled in with for a record.
    static func values(of record: EstablishmentRecord) -> FormFields {
        var values: [String: String] = ["version": String(record.version)]
        for column in asked {
            let text = record.fields[column] ?? ""
            values[column.name] = days.contains(column) ? PlainText.vietnameseDay(text) : text
        }
        return FormFields(filledWith: values)
    }

    /// A value as people read it.
    static func shown(_ column: EstablishmentColumn, _ text: String) -> String {
        switch column {
        case .legalForm: LegalForm(rawValue: text)?.name.vi ?? text
        case .registrationDate, .foundedOn: PlainText.vietnameseDay(text)
        case .capitalVND, .revenueVND, .labour: PlainText.grouped(text)
        default: text
        }
    }

    /// What errors call the columns by.
    static let labels = Dictionary(
        uniqueKeysWithValues: EstablishmentColumn.allCases.map {
            (
                $0.name,
                $0 == .communeCode
                    ? Bilingual(vi: "Xã, phường của trụ sở", en: "Commune of the office") : $0.heading
            )
        })

    /// What is known of an establishment, without what is not.
    static func facts(of fields: Fields<EstablishmentColumn>) -> [LabelledText] {
        EstablishmentColumn.allCases.compactMap { column in
            guard let text = fields[column], !text.isEmpty else { return nil }
            return LabelledText(label: column.heading, value: shown(column, text))
        }
    }

    private static let days: Set<EstablishmentColumn> = [.registrationDate, .foundedOn]
    private static let asked = EstablishmentColumn.allCases.filter { $0 != .externalID }

    var groups: [GroupedFormView.Group] {
        [
            .init(
                title: Bilingual(vi: "Cơ sở", en: "The establishment"),
                fields: [
                    line(
                        .name, "Tên cơ sở", "Name", hint: ("Như trên giấy đăng ký.", "As on its certificate.")
                    ),
                    filling.list(
                        EstablishmentColumn.legalForm.name, Bilingual(vi: "Loại hình", en: "Legal form"),
                        of: LegalForm.allCases.map {
                            ($0.rawValue, Bilingual(vi: $0.name.vi.capitalizedFirst, en: $0.name.en))
                        }),
                    line(
                        .taxCode, "Mã số thuế", "Tax code",
                        hint: (
                            "10 hoặc 13 chữ số; hộ kinh doanh có thể dùng số định danh 12 chữ số.",
                            "10 or 13 digits; a household may give the owner's 12-digit number."
                        ),
                        isOptional: true, inputMode: "numeric"),
                    line(
                        .registrationNumber, "Số đăng ký kinh doanh", "Registration number", isOptional: true),
                    filling.day(
                        EstablishmentColumn.registrationDate.name,
                        Bilingual(vi: "Ngày đăng ký", en: "Registered on"), isOptional: true),
                    line(.representative, "Người đại diện", "Representative", isOptional: true),
                    line(
                        .industry, "Ngành nghề", "Trade",
                        hint: ("Ví dụ: chế biến chè, đan mây tre.", "For example: tea, wickerwork."),
                        isOptional: true),
                ]),
            .init(
                title: Bilingual(vi: "Địa điểm", en: "Where it is"),
                fields: [
                    commune(
                        .communeCode, "Xã, phường của trụ sở", "Commune of the office", isOptional: false),
                    line(.address, "Địa chỉ trụ sở", "Address of the office", isOptional: true),
                    commune(
                        .siteCommuneCode, "Xã, phường nơi sản xuất, nếu khác trụ sở",
                        "Commune where it produces, if another", isOptional: true),
                    line(.siteAddress, "Địa chỉ nơi sản xuất", "Address where it produces", isOptional: true),
                ]),
            .init(
                title: Bilingual(vi: "Liên hệ của cơ sở", en: "How to reach it"),
                fields: [
                    line(
                        .phone, "Điện thoại", "Telephone",
                        hint: ("Không công bố.", "Not published."), isOptional: true, type: "tel",
                        inputMode: "tel"),
                    line(
                        .email, "Thư điện tử", "E-mail", isOptional: true, type: "email", inputMode: "email"),
                    line(.website, "Trang web", "Website", isOptional: true, type: "url", inputMode: "url"),
                ]),
            .init(
                title: Bilingual(vi: "Quy mô", en: "Size"),
                fields: [
                    filling.day(
                        EstablishmentColumn.foundedOn.name,
                        Bilingual(vi: "Ngày thành lập", en: "Founded on"), isOptional: true),
                    line(.labour, "Số lao động", "Persons working", isOptional: true, inputMode: "numeric"),
                    line(
                        .capitalVND, "Vốn, đồng", "Capital, VND",
                        hint: ("Chỉ viết chữ số: 1500000000.", "Digits only: 1500000000."), isOptional: true,
                        inputMode: "numeric"),
                    line(
                        .revenueVND, "Doanh thu năm trước, đồng", "Last year's revenue, VND",
                        hint: ("Chỉ viết chữ số.", "Digits only."), isOptional: true, inputMode: "numeric"),
                ]),
        ]
    }

    private func line(
        _ column: EstablishmentColumn, _ vietnamese: String, _ english: String,
        hint: (String, String)? = nil, isOptional: Bool = false, type: String = "text",
        inputMode: String = "text"
    ) -> FormField {
        filling.line(
            column.name, Bilingual(vi: vietnamese, en: english),
            hint: hint.map { Bilingual(vi: $0.0, en: $0.1) }, isOptional: isOptional, type: type,
            inputMode: inputMode)
    }

    private func commune(
        _ column: EstablishmentColumn, _ vietnamese: String, _ english: String, isOptional: Bool
    ) -> FormField {
        let known = communes[column.name].map {
            Bilingual(vi: "Mã đang ghi là của \($0). ", en: "The code is that of \($0). ")
        }
        return filling.line(
            column.name, Bilingual(vi: vietnamese, en: english),
            hint: Bilingual(
                vi: (known?.vi ?? "")
                    + "Tên xã và tỉnh, ví dụ: xã Tân Cương, Thái Nguyên; hoặc mã xã 5 chữ số.",
                en: (known?.en ?? "") + "Commune and province, or the commune's code of 5 digits."),
            isOptional: isOptional)
    }
}

/// Texts of forms as the registry reads and prints them.
enum PlainText {
    /// 20/11/2026 as 2026-11-20; what is no day stays as it is, to be told of.
    static func day(_ text: String) -> String {
        let trimmed = text.filter { !$0.isWhitespace }
        return (try? Day(vietnamese: trimmed))?.iso ?? text
    }

    /// 2026-11-20 as 20/11/2026.
    static func vietnameseDay(_ text: String) -> String { (try? Day(iso: text))?.vietnamese ?? text }

    /// 1500000 as 1.500.000.
    static func grouped(_ text: String) -> String {
        guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return text }
        var result = ""
        for (index, digit) in text.reversed().enumerated() {
            if index > 0, index % 3 == 0 { result.append(".") }
            result.append(digit)
        }
        return String(result.reversed())
    }
}

extension String {
    /// With a capital letter at the beginning.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension Instant {
    /// `20/11/2026 09:05` in Viet Nam.
    var vietnameseMinute: String { String(vietnameseSecond.prefix(16)) }
}
