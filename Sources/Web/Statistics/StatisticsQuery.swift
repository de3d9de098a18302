import Hummingbird
import Registry
import RuralIndustry

/// What a visitor of `/statistics` chose to look at. A field that is left empty asks for everything.
struct StatisticsQuery: Sendable {
    let fields: FormFields
    let choice: AwardFigures.Choice
    /// What cannot be read, each at its field.
    let errors: [FormError]

    init(_ query: String) {
        let fields = FormFields(query)
        var errors: [FormError] = []
        func read<Value>(_ name: String, _ parse: (String) throws(Violation) -> Value) -> Value? {
            guard let text = fields.text(name) else { return nil }
            do throws(Violation) { return try parse(text) } catch {
                errors.append(FormError(field: name, text: error.text))
                return nil
            }
        }
        choice = AwardFigures.Choice(
            year: read("year", AwardQuery.year), level: read("level", AwardQuery.level),
            group: read("group", AwardQuery.group),
            province: read("province") { text throws(Violation) in try UnitCode(text).text })
        self.fields = fields
        self.errors = errors
    }
}
