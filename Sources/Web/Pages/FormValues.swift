import Registry
import RuralIndustry

extension FormFields {
    /// A day as people write it, `20/11/2026`.
    ///
    /// - Throws: a refusal at the field, also where nothing is written.
    func day(_ name: String) throws(Refusal) -> Day {
        guard let day = try optionalDay(name) else {
            throw Refusal(
                Violation(
                    "value-missing", vi: "hãy ghi ngày", en: "give the day", at: Place(column: name)))
        }
        return day
    }

    func optionalDay(_ name: String) throws(Refusal) -> Day? {
        guard let text = text(name) else { return nil }
        do throws(Violation) {
            return try Notation.vietnamese.day(text)
        } catch {
            throw Refusal(error.inColumn(name))
        }
    }

    /// A whole number as the database keeps them.
    func number(_ name: String) throws(Refusal) -> Int {
        guard let number = try optionalNumber(name) else {
            throw Refusal(
                Violation(
                    "value-missing", vi: "hãy ghi một số", en: "give a number", at: Place(column: name)))
        }
        return number
    }

    func optionalNumber(_ name: String) throws(Refusal) -> Int? {
        guard let text = text(name) else { return nil }
        do throws(Violation) {
            return Int(try Notation.vietnamese.wholeNumber(text, upTo: Int64(Int32.max)))
        } catch {
            throw Refusal(error.inColumn(name))
        }
    }

    /// One of the words that a list of the form sends.
    func choice<Choice: RawRepresentable<String>>(_ name: String, _ type: Choice.Type) throws(Refusal)
        -> Choice
    {
        guard let choice = Choice(rawValue: self[name]) else {
            throw Refusal(
                Violation(
                    "value-missing", vi: "hãy chọn một mục", en: "choose one", at: Place(column: name)))
        }
        return choice
    }
}
