import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// A form by which something of a record is closed: from which day on, and why.
struct RecordClosing: Sendable {
    let title: Bilingual
    /// What comes of it.
    let lead: Bilingual
    /// What the day is called.
    let day: Bilingual
    let button: Bilingual
    /// Where the form is, and where it is sent to.
    let address: String
    /// The record that it belongs to.
    let wayBack: String
    let place: RecordPlace

    func form(_ site: Site, for person: SignedIn) -> Response {
        page(
            site, FormFilling(values: FormFields(filledWith: ["date": site.today.vietnamese])), person,
            status: .ok)
    }

    /// Closes it as the form says, and leads back to the record.
    func taken(
        _ request: Request, _ site: Site, from person: SignedIn,
        _ close: (_ day: Day, _ reason: String) async throws -> Void
    ) async throws -> Response {
        let typed = try await FormFields(of: request)
        do {
            try await close(try typed.day("date"), typed["reason"])
            return .redirected(to: "\(wayBack)?done=closed")
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            // what the address names is not there: no form mends that
            if refusal.violations[0].code.hasPrefix("unknown-") { throw refusal }
            return page(
                site, FormFilling(values: typed, errors: FormError.all(of: refusal, at: "reason")), person,
                status: .unprocessableContent)
        }
    }

    private func page(
        _ site: Site, _ filling: FormFilling, _ person: SignedIn, status: HTTPResponse.Status
    ) -> Response {
        site.page(
            FormView(
                title: title, lead: [lead], errors: filling.errors, action: address,
                fields: [
                    filling.day("date", day),
                    filling.line("reason", Bilingual(vi: "Lý do", en: "Why")),
                ], button: button, wayBack: wayBack), at: place.menu, for: person, status: status)
    }
}
