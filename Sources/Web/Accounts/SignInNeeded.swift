import HTTPTypes
import Hummingbird
import RuralIndustry

/// Nobody is signed in where somebody has to be.
struct SignInNeeded: Error {
    /// What the browser asked to see; nil for a form that it sent, which would be lost on the way.
    let next: String?

    init(_ request: Request) {
        next = [.get, .head].contains(request.method) ? request.uri.string : nil
    }

    /// To the page for signing in, and from there to what was asked for.
    var redirection: Response? {
        next.map { .redirected(to: "/sign-in?next=\(PercentCoding.encoded($0))") }
    }
}

extension Problem {
    /// To who sent a form when their session was over: a browser has it still, one page back.
    static let signInNeeded = Problem(
        .unauthorized, code: "sign-in-needed",
        title: Bilingual(vi: "Chưa đăng nhập", en: "Not signed in"),
        detail: Bilingual(
            vi:
                "Phiên đăng nhập đã hết, nên biểu mẫu chưa được nhận. Hãy đăng nhập ở một thẻ khác của trình duyệt, rồi quay lại trang trước và gửi lại: những gì đã gõ vẫn còn ở đó.",
            en:
                "The session was over, so the form was not taken. Sign in in another tab, then go back and send it again: what was typed is still there."
        ))
}
