import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// Why a request is not answered as asked: RFC 9457 problem details, with a code that programs may rely on.
struct Problem: Error, Sendable {
    let status: HTTPResponse.Status
    let code: String
    let title: Bilingual
    let detail: Bilingual
    /// Everything that is wrong, where several things are.
    var violations: [Violation] = []
    /// When to ask again, in seconds.
    var retryAfter: Int?
    var allowed: [HTTPRequest.Method] = []
    /// What to show in order to be let in: the header WWW-Authenticate.
    var challenge: String?
    /// Where the violations are.
    var source = Source.query

    enum Source: Sendable {
        /// In parameters of the address.
        case query
        /// In members of the JSON that was sent.
        case content
        /// In rows and columns of a file.
        case file
    }

    init(
        _ status: HTTPResponse.Status, code: String, title: Bilingual? = nil, detail: Bilingual,
        violations: [Violation] = [], retryAfter: Int? = nil, allowed: [HTTPRequest.Method] = []
    ) {
        self.status = status
        self.code = code
        self.title = title ?? Self.title(of: status)
        // who reads it is at no command line
        self.detail = detail.withoutCommands
        self.violations = violations.map(\.withoutCommands)
        self.retryAfter = retryAfter
        self.allowed = allowed
    }

    private static func title(of status: HTTPResponse.Status) -> Bilingual {
        switch status {
        case .badRequest: Bilingual(vi: "Yêu cầu chưa đúng", en: "The request is not right")
        case .unauthorized: Bilingual(vi: "Cần mã truy cập", en: "A token is needed")
        case .forbidden: Bilingual(vi: "Không có quyền", en: "Not permitted")
        case .notFound: Bilingual(vi: "Không tìm thấy", en: "Not found")
        case .methodNotAllowed: Bilingual(vi: "Không làm được như vậy ở đây", en: "Method not allowed")
        case .notAcceptable: Bilingual(vi: "Không có ở dạng này", en: "Not available in this form")
        case .contentTooLarge: Bilingual(vi: "Yêu cầu quá lớn", en: "The request is too large")
        case .notImplemented: Bilingual(vi: "Không hỗ trợ", en: "Not supported")
        case .serviceUnavailable: Bilingual(vi: "Tạm thời gián đoạn", en: "Temporarily unavailable")
        case .internalServerError: Bilingual(vi: "Có lỗi ở máy chủ", en: "Something went wrong here")
        default: Bilingual(vi: "Không thực hiện được", en: status.reasonPhrase)
        }
    }
}

extension Problem {
    static let noSuchPage = Problem(
        .notFound, code: "no-such-page",
        detail: Bilingual(
            vi:
                "Địa chỉ này không có gì. Hãy kiểm tra lại địa chỉ, hoặc quét lại mã QR trên Giấy chứng nhận.",
            en: "There is nothing at this address. Check it, or scan the QR code on the certificate again."))

    static func methodNotAllowed(allowed: [HTTPRequest.Method]) -> Problem {
        let methods = allowed.map(\.rawValue).joined(separator: ", ")
        return Problem(
            .methodNotAllowed, code: "method-not-allowed",
            detail: Bilingual(
                vi: "Địa chỉ này chỉ nhận: \(methods).", en: "This address takes: \(methods)."),
            allowed: allowed)
    }

    static let unknownMethod = Problem(
        .notImplemented, code: "method-unknown",
        detail: Bilingual(vi: "Máy chủ không biết cách gọi này.", en: "The server does not know this method.")
    )

    static func tooLarge(_ limit: Int = BodyLimit.bytes) -> Problem {
        let size = limit >= 1 << 20 ? "\(limit >> 20) MB" : "\(limit >> 10) KB"
        return Problem(
            .contentTooLarge, code: "content-too-large",
            detail: Bilingual(
                vi: "Nội dung gửi lên không được quá \(size).", en: "At most \(size) may be sent here."))
    }

    static let outage = Problem(
        .serviceUnavailable, code: "database-unavailable",
        detail: Bilingual(
            vi: "Cơ sở dữ liệu tạm thời không trả lời. Hãy thử lại sau ít giây.",
            en: "The database does not answer for the moment. Try again in a few seconds."), retryAfter: 5)

    static let busy = Problem(
        .serviceUnavailable, code: "too-busy",
        detail: Bilingual(
            vi: "Đang có quá nhiều yêu cầu cùng lúc. Hãy thử lại sau ít giây.",
            en: "Too much is asked at once. Try again in a few seconds."), retryAfter: 2)

    static let stopping = Problem(
        .serviceUnavailable, code: "stopping",
        detail: Bilingual(vi: "Máy chủ đang dừng. Hãy thử lại.", en: "The server is stopping. Try again."),
        retryAfter: 5)

    static let unexpected = Problem(
        .internalServerError, code: "unexpected",
        detail: Bilingual(
            vi: "Lỗi đã được ghi lại. Nếu lỗi lặp lại, hãy báo mã yêu cầu dưới đây cho đơn vị vận hành.",
            en: "The error has been recorded. If it comes back, tell the operator the request id below."))
}

extension Problem {
    /// What to answer to an error that a handler threw, and whether the log has to know.
    static func answering(_ error: any Error, isOutage: Bool) -> (problem: Problem, isLogged: Bool) {
        switch error {
        case let problem as Problem: (problem, problem.status.kind == .serverError)
        case let refusal as Refusal: (Problem(refusal), false)
        case let violation as Violation: (Problem(Refusal(violation)), false)
        case is CancellationError: (.stopping, false)
        case let error as any HTTPResponseError where error.status == .notFound: (.noSuchPage, false)
        case let error as any HTTPResponseError where error.status == .contentTooLarge: (.tooLarge(), false)
        case let error as any HTTPResponseError where error.status.kind == .clientError:
            (
                Problem(
                    error.status, code: "bad-request",
                    detail: Bilingual(vi: "Yêu cầu không đọc được.", en: "The request cannot be read.")),
                false
            )
        default: Registry.isBusy(error) ? (.busy, true) : isOutage ? (.outage, true) : (.unexpected, true)
        }
    }

    /// A refusal of the registry: what is unknown is not found, what is not allowed is forbidden, all else was asked wrongly.
    init(_ refusal: Refusal) {
        let first = refusal.violations[0]
        let status: HTTPResponse.Status =
            switch first.code {
            case "not-permitted": .forbidden
            case "outside-territory": .notFound
            case let code where code.hasPrefix("unknown-"): .notFound
            default: .badRequest
            }
        self.init(
            status, code: first.code, detail: first.text,
            violations: refusal.violations.count > 1 ? refusal.violations : [])
    }
}
