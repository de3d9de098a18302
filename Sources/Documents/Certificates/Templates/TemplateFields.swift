import Glibc
import RuralIndustry

/// A value of a design's JSON with where it stands, read with everything wrong collected.
struct TemplateField {
    let value: JSONValue?
    /// RFC 6901.
    let pointer: String

    subscript(key: String) -> TemplateField {
        let escaped = key.flatMap { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }
        return TemplateField(value: value?[key], pointer: "\(pointer)/\(String(escaped))")
    }

    /// False also of `null`.
    var isStated: Bool { value.map { !$0.isNull } ?? false }
}

extension TemplateReader {
    mutating func note(_ code: String, _ pointer: String, vi: String, en: String) {
        violations.append(Violation(code, vi: vi, en: en, at: Place(pointer: pointer)))
    }

    /// Reports keys that nobody reads, such as misspelt ones.
    mutating func expectObject(_ field: TemplateField, keys: [String], required: Bool = true) -> Bool {
        guard field.isStated else {
            if required { missing(field) }
            return false
        }
        guard case .object(let members) = field.value else {
            wrongType(field, vi: "một đối tượng { … }", en: "an object { … }")
            return false
        }
        for key in members.keys.sorted() where !keys.contains(key) {
            note(
                "template-key-unknown", field[key].pointer,
                vi:
                    "Khóa \(Text.quoted(key)) không có ở đây; các khóa dùng được: \(keys.joined(separator: ", "))",
                en: "There is no key \(Text.quoted(key)) here; the keys are: \(keys.joined(separator: ", "))")
        }
        return true
    }

    mutating func missing(_ field: TemplateField) {
        note("template-missing", field.pointer, vi: "Thiếu; hãy bổ sung", en: "This is missing; add it")
    }

    mutating func wrongType(_ field: TemplateField, vi: String, en: String) {
        note("template-type", field.pointer, vi: "Phải là \(vi)", en: "It must be \(en)")
    }

    /// A text that is not empty, as it will be printed.
    mutating func text(_ field: TemplateField) -> String? {
        guard field.isStated else {
            missing(field)
            return nil
        }
        guard let text = field.value?.string else {
            wrongType(field, vi: "một chuỗi", en: "a string")
            return nil
        }
        let printed = PrintedText(text)
        guard !printed.isEmpty, printed.unprintable.isEmpty else {
            note(
                "template-text", field.pointer, vi: "Chuỗi trống hoặc có ký tự điều khiển; hãy viết lại",
                en: "The text is empty or holds control characters; write it anew")
            return nil
        }
        return printed.text
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ field: TemplateField) -> Choice? {
        guard let text = text(field) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            note(
                "template-value", field.pointer,
                vi: "\(Text.quoted(text)) không dùng được; hãy chọn: \(known)",
                en: "\(Text.quoted(text)) is not one of: \(known)")
            return nil
        }
        return choice
    }

    mutating func number(_ field: TemplateField, in range: ClosedRange<Double>) -> Double? {
        let number: Double?
        switch field.value {
        case .integer(let whole): number = Double(whole)
        case .decimal(let decimal): number = Double(decimal.description)
        case nil, .null:
            missing(field)
            return nil
        default: number = nil
        }
        guard let number, range.contains(number) else {
            let (least, most) = (Self.short(range.lowerBound), Self.short(range.upperBound))
            note(
                "template-value", field.pointer, vi: "Phải là số từ \(least) đến \(most)",
                en: "It must be a number from \(least) to \(most)")
            return nil
        }
        return number
    }

    /// A length in points: a bare number is in millimetres, as offices measure; `"66pt"` is in points.
    mutating func length(_ field: TemplateField) -> Double? {
        var length: Double?
        switch field.value {
        case .integer(let whole): length = millimetres(Double(whole))
        case .decimal(let decimal): length = Double(decimal.description).map(millimetres)
        case .string(let text):
            for (unit, points) in [("pt", 1), ("mm", millimetres(1))] where text.hasSuffix(unit) {
                length = (try? ExactDecimal(String(text.dropLast(2)))).flatMap { Double($0.description) }
                    .map { $0 * points }
            }
        case nil, .null:
            missing(field)
            return nil
        default: break
        }
        guard let length, (-Self.longest...Self.longest).contains(length) else {
            note(
                "template-length", field.pointer,
                vi: "Phải là độ dài: số milimét như 12.5, hoặc \"36pt\"",
                en: "It must be a length: millimetres like 12.5, or \"36pt\"")
            return nil
        }
        return length
    }

    private static let longest = millimetres(500)

    private static func short(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number))" : "\(number)"
    }

    /// `#1F3B7D`.
    mutating func color(_ field: TemplateField) -> Color? {
        guard let text = text(field) else { return nil }
        guard let color = Color(written: text) else {
            note(
                "template-colour", field.pointer, vi: "Màu \(Text.quoted(text)) phải viết như \"#1F3B7D\"",
                en: "The colour \(Text.quoted(text)) must be written like \"#1F3B7D\"")
            return nil
        }
        return color
    }

    /// Four lengths that place something on the sheet, from its top left corner.
    mutating func area(_ field: TemplateField, on page: PageSize) -> Rect? {
        guard let x = length(field["x"]), let y = length(field["y"]), let width = length(field["width"]),
            let height = length(field["height"])
        else { return nil }
        let area = Rect(x: x, y: y, width: width, height: height)
        guard width > 0, height > 0, page.bounds.contains(area) else {
            note(
                "template-off-page", field.pointer,
                vi: "Nằm ngoài tờ giấy \(page.described): hãy sửa x, y, width, height",
                en: "It is off the page of \(page.described): correct x, y, width, height")
            return nil
        }
        return area
    }
}

extension PageSize {
    /// `297 × 210 mm`.
    var described: String {
        func whole(_ points: Double) -> Int { Int((points * 25.4 / 72).rounded()) }
        return "\(whole(width)) × \(whole(height)) mm"
    }
}

extension Color {
    /// `#RRGGBB`.
    init?(written text: String) {
        let digits = text.utf8.dropFirst()
        guard text.hasPrefix("#"), digits.count == 6,
            digits.allSatisfy({ (48...57).contains($0) || (65...70).contains($0 & 0xDF) }),
            let value = UInt32(text.dropFirst(), radix: 16)
        else { return nil }
        self.init(value)
    }

    /// How well it is read on white paper: from 1, not at all, to 21, black (WCAG 2.1, 1.4.3).
    var contrastOnWhite: Double {
        func linear(_ part: UInt8) -> Double {
            let share = Double(part) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        return 1.05 / (luminance + 0.05)
    }
}
