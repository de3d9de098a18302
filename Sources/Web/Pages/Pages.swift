import HTTPTypes
import Mustache
import Registry
import RuralIndustry

/// Renders every page, from templates that are parsed once.
struct Pages: Sendable {
    private let layout: MustacheTemplate
    private let certificate: MustacheTemplate
    private let problem: MustacheTemplate

    /// - Throws: when a template cannot be parsed.
    init() throws {
        PageText.register()
        layout = try Self.parsed(.layout)
        certificate = try Self.parsed(.certificate)
        problem = try Self.parsed(.problem)
    }

    /// - Parameter file: a file that was looked at for it.
    func certificate(_ verified: VerifiedCertificate, file: CheckedFile? = nil, checkedOn day: Day) -> String
    {
        let view = CertificateView(verified, file: file, checkedOn: day)
        return page(
            title:
                "\(view.stateName.vi) – \(view.product) – Giấy chứng nhận \(verified.certificate.number ?? "")",
            content: certificate.render(view))
    }

    func problem(_ problem: Problem, requestID: String) -> String {
        let view = ProblemView(problem, requestID: requestID)
        return page(title: "\(view.title.vi) – \(view.title.en)", content: self.problem.render(view))
    }

    private func page(title: String, content: String) -> String {
        layout.render(LayoutView(title: title, styleSheet: StyleSheet.address, content: content))
    }

    private static func parsed(_ template: Template) throws -> MustacheTemplate {
        try MustacheTemplate(string: "{{% CONTENT_TYPE:\(PageText.name)}}" + template.text)
    }
}

struct LayoutView: Sendable {
    let title: String
    let styleSheet: String
    /// HTML that is escaped already.
    let content: String
}

struct ProblemView: Sendable {
    let title: Bilingual
    let detail: Bilingual
    let status: String
    let code: String
    let isOurFault: Bool
    let requestID: String

    init(_ problem: Problem, requestID: String) {
        title = problem.title
        detail = problem.detail
        status = String(problem.status.code)
        code = problem.code
        isOurFault = problem.status.kind == .serverError
        self.requestID = requestID
    }
}
