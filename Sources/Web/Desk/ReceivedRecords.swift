import Registry
import RuralIndustry

/// A file of records that was chosen in a form, or that goes along with the form that confirms it.
struct ReceivedRecords {
    let bytes: [UInt8]
    let name: String

    /// A round of 400 entries has less than 100 KB; sent again as text it is a third longer, which `BodyLimit` has to take.
    static let mostBytes = 2 << 20

    /// Nil where there is none.
    ///
    /// - Parameter most: bytes.
    /// - Throws: `file-too-large` at the field.
    init?(_ fields: FormFields, field: String, upTo most: Int = ReceivedRecords.mostBytes) throws(Refusal) {
        if let file = fields.files[field], !file.content.isEmpty {
            if file.content.count > most {
                throw Refusal(
                    Violation(
                        "file-too-large",
                        vi: "tệp lớn quá \(most >> 20) MB; hãy thu nhỏ hoặc chia thành nhiều tệp",
                        en: "the file is larger than \(most >> 20) MB; make it smaller or split it",
                        at: Place(column: field)))
            }
            bytes = file.content
            name = file.fileName ?? "?"
        } else if let again = Base64Text.bytes(fields["content"]), !again.isEmpty {
            bytes = again
            name = fields["name"]
        } else {
            return nil
        }
    }

    /// - Parameter seen: the step at which the round was.
    func carried(_ seen: String, adding more: [String: String] = [:]) -> [FormField] {
        let texts = ["content": Base64Text.text(bytes), "name": name, "sure": "yes", "seen": seen].merging(
            more
        ) { $1 }
        let filling = FormFilling(values: FormFields(filledWith: texts))
        return texts.keys.sorted().map { filling.hidden($0) }
    }
}
