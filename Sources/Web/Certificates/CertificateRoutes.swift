import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/c/CODE`, where the QR code of a certificate leads, and the same for programs.
struct CertificateRoutes: Sendable {
    let site: Site

    static let fileBytes = 1024 * 1024
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
        let body = try await request.body.collect(upTo: Self.fileBytes)
        guard
            let form = MultipartForm(
                Array(body.readableBytesView), contentType: request.headers[.contentType] ?? "")
        else { throw Problem.noForm }
        guard let part = form.parts.first(where: { $0.name == "file" }), !part.content.isEmpty else {
            throw Problem.noFile
        }
        return part.content
    }

    /// The file that shows, without this service and its database, that the certificate is in the sealed register.
    func proof(_ request: Request, _ context: SiteContext) async throws -> Response {
        let found = try await site.registry.certificateProof(
            code: try Self.code(context), on: site.today, as: context.viewer)
        switch found {
        case .proof(let file, let certificate):
            var response = Response.json(Array(file.utf8))
            response.headers[.contentDisposition] =
                "attachment; filename=\"\(Self.proofFile(of: certificate))\""
            return Self.finished(response)
        case .malformed(let violation): throw Problem.malformedCode(violation)
        case .unknown: throw Problem.unknownCertificate
        case .pending(let last): throw Problem.proofPending(last)
        }
    }

    /// Where the proof of a certificate is.
    static func proofAddress(of verified: VerifiedCertificate) -> String {
        folder + verified.groupedCode + "/proof"
    }

    /// `0001-2023-CNNT-T19-proof.json`, beside the paper's own file; no character that a header or a file system minds.
    private static func proofFile(of certificate: CertificateRecord) -> String {
        let name = (certificate.number ?? "").unicodeScalars.map { scalar in
            scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) ? scalar : "-"
        }
        var file = String(String.UnicodeScalarView(name))
        file += "-proof.json"
        return file
    }

    private func certificate(_ context: SiteContext, on day: Day) async throws -> VerifiedCertificate {
        let found = try await site.registry.verifyCertificate(
            code: try Self.code(context), on: day, as: context.viewer)
        switch found {
        case .genuine(let certificate): return certificate
        case .malformed(let violation): throw Problem.malformedCode(violation)
        case .unknown: throw Problem.unknownCertificate
        }
    }

    /// As it was typed.
    private static func code(_ context: SiteContext) throws -> String {
        PercentCoding.decoded(try context.parameters.require("code"))
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

    /// The same words to the byte, whether the code was never given or its round is not public: who tries codes learns nothing.
    fileprivate static let unknownCertificate = Problem(
        .notFound, code: "unknown-certificate",
        title: Bilingual(vi: "Không có trong sổ công khai", en: "Not in the public register"),
        detail: Bilingual(
            vi: """
                Sổ công khai không có Giấy chứng nhận nào mang mã này. Hãy đối chiếu từng ký tự với mã in trên giấy. Nếu mã \
                đúng như trên giấy thì hoặc kết quả chưa được công bố, hoặc giấy không có thật: hãy hỏi cơ quan ghi trên giấy \
                trước khi tin vào giấy đó.
                """,
            en: """
                The public register has no certificate with this code. Compare it letter by letter with the one on the \
                paper. If they agree, either the result is not public yet or the paper is not genuine: ask the authority \
                that the paper names before you trust it.
                """))

    fileprivate static func proofPending(_ last: Day?) -> Problem {
        Problem(
            .notFound, code: "proof-pending", title: Bilingual(vi: "Chưa có bằng chứng", en: "No proof yet"),
            detail: CertificateView.pendingProof(last))
    }
}
