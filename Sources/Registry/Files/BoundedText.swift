import RuralIndustry

/// Texts that arrive by themselves and not in a row: made NFC, tidied and bounded, the refusal naming the field.
enum BoundedText {
    static func name(_ raw: String, column: String) throws -> String {
        try bounded(raw, column: column, limit: TextLimit.name)
    }

    static func short(_ raw: String, column: String) throws -> String {
        try bounded(raw, column: column, limit: TextLimit.line)
    }

    /// What need not be given; nothing written is not given.
    static func optional(_ raw: String?, column: String) throws -> String? {
        guard let raw, raw.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { return nil }
        return try short(raw, column: column)
    }

    static func code(_ raw: String, column: String) throws -> String {
        do throws(Violation) {
            return try CodeText(raw, "code-form").text
        } catch {
            throw Refusal(error.inColumn(column))
        }
    }

    static func email(_ raw: String, column: String) throws -> String {
        do throws(Violation) {
            return try EmailAddress(raw).text
        } catch {
            throw Refusal(error.inColumn(column))
        }
    }

    /// Several lines, at least one of them with something in it.
    static func paragraphs(_ raw: String, column: String) throws -> String {
        do throws(Violation) {
            let text = try Text.lines(raw, limit: TextLimit.description)
            return text.isEmpty ? try Text.nonEmptyLine(text) : text
        } catch {
            throw Refusal(error.inColumn(column))
        }
    }

    private static func bounded(_ raw: String, column: String, limit: Int) throws -> String {
        do throws(Violation) {
            return try Text.nonEmptyLine(raw, limit: limit)
        } catch {
            throw Refusal(error.inColumn(column))
        }
    }
}
