import RuralIndustry

/// One question of a form, with what was answered and what is wrong with that. The pattern is that of the GOV.UK Design System:
/// label, hint, error, field, each read out with the field.
struct FormField: Sendable {
    struct Choice: Sendable {
        let id: String
        /// What it is sent as: the field's id.
        let field: String
        let value: String
        let name: Bilingual
        let isChosen: Bool
    }

    let id: String
    let label: Bilingual
    let isOptional: Bool
    let hasHint: Bool
    let hint: Bilingual
    let errors: [FormError]
    /// Whether anything but the label belongs to the field, and the ids of it.
    let isDescribed: Bool
    let describedBy: String
    let isWrong: Bool
    let value: String

    // what it is: one of these
    let isLine: Bool
    let isArea: Bool
    let isList: Bool
    let isFew: Bool
    let isCheck: Bool
    let isFile: Bool
    let isHidden: Bool

    /// Of a line: `text`, `date`, `email`, `tel`, `url`, `password`, `number`.
    let type: String
    /// What a phone's keyboard is for: `text`, `numeric`, `decimal`, `email`, `tel`, `url`.
    let inputMode: String
    /// WCAG 2.2, 1.3.5; `off` where the browser knows nothing.
    let autocomplete: String
    /// Of a file: what may be chosen, `.csv,.xlsx`.
    let accept: String
    let choices: [Choice]
}

/// Makes the fields of a form from what was typed and what is wrong with it.
struct FormFilling: Sendable {
    let values: FormFields
    var errors: [FormError] = []

    /// One line of text.
    func line(
        _ id: String, _ label: Bilingual, hint: Bilingual? = nil, isOptional: Bool = false,
        type: String = "text",
        inputMode: String = "text", autocomplete: String = "off"
    ) -> FormField {
        field(
            id, label, hint: hint, isOptional: isOptional, kind: .line, type: type, inputMode: inputMode,
            autocomplete: autocomplete)
    }

    /// A day, written as 20/11/2026.
    func day(_ id: String, _ label: Bilingual, hint: Bilingual? = nil, isOptional: Bool = false) -> FormField
    {
        line(
            id, label, hint: hint ?? Bilingual(vi: "Ví dụ 20/11/2026.", en: "For example 20/11/2026."),
            isOptional: isOptional, inputMode: "numeric")
    }

    /// Several lines of text.
    func area(_ id: String, _ label: Bilingual, hint: Bilingual? = nil, isOptional: Bool = false) -> FormField
    {
        field(id, label, hint: hint, isOptional: isOptional, kind: .area)
    }

    /// One of many, from a list that opens.
    func list(
        _ id: String, _ label: Bilingual, of choices: [(value: String, name: Bilingual)],
        hint: Bilingual? = nil,
        isOptional: Bool = false
    ) -> FormField {
        field(id, label, hint: hint, isOptional: isOptional, kind: .list, choices: choices)
    }

    /// One of few, all of which are shown.
    func few(
        _ id: String, _ label: Bilingual, of choices: [(value: String, name: Bilingual)],
        hint: Bilingual? = nil
    ) -> FormField {
        field(id, label, hint: hint, isOptional: false, kind: .few, choices: choices)
    }

    /// Yes or no; yes is sent as `yes`.
    func check(_ id: String, _ label: Bilingual, hint: Bilingual? = nil) -> FormField {
        field(id, label, hint: hint, isOptional: false, kind: .check)
    }

    func file(
        _ id: String, _ label: Bilingual, accept: String, hint: Bilingual? = nil, isOptional: Bool = false
    ) -> FormField {
        field(id, label, hint: hint, isOptional: isOptional, kind: .file, accept: accept)
    }

    /// Something that goes along, as a record's version.
    func hidden(_ id: String) -> FormField {
        field(id, Bilingual(vi: "", en: ""), hint: nil, isOptional: true, kind: .hidden)
    }

    private enum Kind { case line, area, list, few, check, file, hidden }

    private func field(
        _ id: String, _ label: Bilingual, hint: Bilingual?, isOptional: Bool, kind: Kind,
        type: String = "text",
        inputMode: String = "text", autocomplete: String = "off", accept: String = "",
        choices: [(value: String, name: Bilingual)] = []
    ) -> FormField {
        let wrong = errors.filter { $0.field == id }
        let about = (hint == nil ? [] : ["\(id)-hint"]) + (wrong.isEmpty ? [] : ["\(id)-error"])
        let chosen = values.all(id)
        return FormField(
            id: id, label: label, isOptional: isOptional, hasHint: hint != nil,
            hint: hint ?? Bilingual(vi: "", en: ""), errors: wrong, isDescribed: !about.isEmpty,
            describedBy: about.joined(separator: " "), isWrong: !wrong.isEmpty, value: values[id],
            isLine: kind == .line, isArea: kind == .area, isList: kind == .list, isFew: kind == .few,
            isCheck: kind == .check, isFile: kind == .file, isHidden: kind == .hidden, type: type,
            inputMode: inputMode, autocomplete: autocomplete, accept: accept,
            choices: kind == .check
                ? [.init(id: id, field: id, value: "yes", name: label, isChosen: chosen.contains("yes"))]
                : choices.enumerated().map { index, choice in
                    // the first of few carries the field's own id, which errors lead to
                    FormField.Choice(
                        id: index == 0 ? id : "\(id)-\(index + 1)", field: id, value: choice.value,
                        name: choice.name,
                        isChosen: chosen.contains(choice.value))
                })
    }
}
