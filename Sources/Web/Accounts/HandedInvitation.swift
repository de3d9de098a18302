import Registry
import RuralIndustry

/// An invitation as an officer sees it, this once, to hand it over.
struct HandedInvitation: Sendable {
    let login: String
    /// Where the password is chosen; without the beginning where the service does not know how the public reaches it.
    let address: String
    let isWhole: Bool
    let expires: String

    init(_ invitation: AccountInvitation, at site: Site) {
        self.init(
            login: invitation.account.login,
            address: (site.publicAddress ?? "") + "/invitation/\(invitation.tokenText)",
            isWhole: site.publicAddress != nil, expires: invitation.expiresAt.vietnameseMinute)
    }

    init(login: String, address: String, isWhole: Bool, expires: String) {
        self.login = login
        self.address = address
        self.isWhole = isWhole
        self.expires = expires
    }
}

extension Template {
    /// Shows `invitations`: a `HandedInvitation`, the only one.
    static let handedInvitation = """
        {{#invitations}}<p>Hãy trao địa chỉ này tận tay chủ tài khoản (tên đăng nhập <strong>{{login}}</strong>). Địa chỉ chỉ hiện một lần, \
        dùng được một lần, đến {{expires}}. <span lang="en">Hand this address to the account's owner. It is shown this once and is good once.</span></p>
        <p><code>{{address}}</code></p>
        {{^isWhole}}<p class="note">Dịch vụ chưa được đặt địa chỉ công khai: hãy ghép phần trên vào sau tên miền mà mọi người vẫn dùng để mở trang này. \
        <span lang="en">The service's public address is not set: put this behind the address at which people open this site.</span></p>{{/isWhole}}{{/invitations}}
        """
}
