import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/c/CODE`, where the QR code of a certificate leads, and the same for programs.
struct CertificateRoutes: Sendable {
    let site: Site

    static let folder = "/c/"

    /// A page, or JSON if that is asked for.
    func answer(_ request: Request, _ context: SiteContext) async throws -> Response {
        if Preferences(request).prefersJSON { return try await json(request, context) }
        let day = site.today
        let certificate = try await certificate(context, on: day)
        return Self.finished(.html(site.pages.certificate(certificate, checkedOn: day)))
    }

    func json(_ request: Request, _ context: SiteContext) async throws -> Response {
        let day = site.today
        let certificate = try await certificate(context, on: day)
        return Self.finished(.json(CertificateJSON(certificate, on: day).bytes))
    }

    /// The page with what is to be said of a file that somebody holds for it. The file is looked at in memory and forgotten.
    func check(_ request: Request, _ context: SiteContext) async throws -> Response {
        let day = site.today
        let verified = try await certificate(context, on: day)
        let bytes = try await Self.file(request)
        let file = try await site.registry.checkFile(bytes, of: verified.certificate, as: context.viewer)
        if Preferences(request).prefersJSON {
            return Self.finished(.json(CertificateJSON(verified, on: day, file: file).bytes))
        }
        return Self.finished(.html(site.pages.certificate(verified, file: file, checkedOn: day)))
    }

    /// What the form's field `file` brings.
    private static func file(_ request: Request) async throws -> [UInt8] {
        let body = try await request.body.collect(upTo: BodyLimit.uploadBytes)
        guard
            let form = MultipartForm(
                Array(body.readableBytesView), contentType: request.headers[.contentType] ?? "")
        else { throw Problem.noForm }
        guard let part = form.parts.first(where: { $0.name == "file" }), !part.content.isEmpty else {
            throw Problem.noFile
        }
        return part.content
    }

    private func certificate(_ context: SiteContext, on day: Day) async throws -> VerifiedCertificate {
        let typed = PercentCoding.decoded(try context.parameters.require("code"))
        switch try await site.registry.verifyCertificate(code: typed, on: day, as: context.viewer) {
        case .genuine(let certificate): return certificate
        case .malformed(let violation): throw Problem.malformedCode(violation)
        case .unknown: throw Problem.unknownCertificate
        case .unpublished: throw Problem.unpublishedCertificate
        }
    }

    /// A revocation must show at once, and a code that somebody holds is nothing for search engines.
    private static func finished(_ response: Response) -> Response {
        var response = response
        response.headers[.cacheControl] = "no-cache"
        response.headers[.vary] = "Accept"
        response.headers[.robots] = "noindex"
        return response
    }
}

extension Problem {
    fileprivate static let noForm = Problem(
        .badRequest, code: "form-malformed",
        detail: Bilingual(
            vi: "Yêu cầu không phải là biểu mẫu có tệp (multipart/form-data).",
            en: "The request is no form with a file (multipart/form-data)."))

    fileprivate static let noFile = Problem(
        .badRequest, code: "file-missing", title: Bilingual(vi: "Chưa chọn tệp", en: "No file"),
        detail: Bilingual(
            vi: "Hãy quay lại, chọn tệp PDF của Giấy chứng nhận rồi bấm kiểm tra.",
            en: "Go back, choose the PDF file of the certificate, and have it checked."))

    fileprivate static func malformedCode(_ violation: Violation) -> Problem {
        Problem(
            .notFound, code: violation.code,
            title: Bilingual(vi: "Mã tra cứu không đúng", en: "Not a verification code"),
            detail: violation.text)
    }

    fileprivate static let unknownCertificate = Problem(
        .notFound, code: "unknown-certificate",
        title: Bilingual(vi: "Không có Giấy chứng nhận này", en: "No such certificate"),
        detail: Bilingual(
            vi: """
                Mã này chưa từng được cấp. Hãy đối chiếu từng ký tự với mã in trên giấy. Nếu mã đúng như trên giấy, hãy hỏi \
                cơ quan ghi trên giấy trước khi tin vào giấy đó.
                """,
            en: """
                This code was never given. Compare it letter by letter with the one on the paper. If they agree, ask the \
                authority that the paper names before you trust it.
                """))

    fileprivate static let unpublishedCertificate = Problem(
        .notFound, code: "certificate-unpublished",
        title: Bilingual(vi: "Chưa công bố", en: "Not yet public"),
        detail: Bilingual(
            vi: "Mã này có thật, nhưng kết quả bình chọn chưa được công bố. Hãy tra cứu lại sau khi công bố.",
            en:
                "The code is genuine, but the result of the selection is not public yet. Look it up again when it is."
        ))
}
