extension Template {
    private static func newPassword(_ button: String, _ english: String) -> String {
        """
        <p class="field"><label for="password">Mật khẩu mới <span lang="en">New password</span></label>
        <span class="hint" id="password-hint">Ít nhất {{fewest}} ký tự; vài từ ghép lại thì dễ nhớ và khó đoán. \
        <span lang="en">At least {{fewest}} characters; some words together are easily remembered.</span></span>
        <input id="password" name="password" type="password" autocomplete="new-password" aria-describedby="password-hint" required></p>
        <p class="field"><label for="again">Gõ lại mật khẩu mới <span lang="en">The same again</span></label>
        <input id="again" name="again" type="password" autocomplete="new-password" required></p>
        <p><button class="act-button">\(button) <span lang="en">\(english)</span></button></p>
        """
    }

    /// Shows a `SignInView`.
    static let signIn = Template(
        name: "sign-in",
        text: errorSummary + """

            <section class="card">
            <h1>Đăng nhập <span lang="en">Sign in</span></h1>
            <form method="post" action="/sign-in" class="form">
            <input type="hidden" name="next" value="{{next}}">
            <p class="field"><label for="login">Tên đăng nhập <span lang="en">Login</span></label>
            <input id="login" name="login" value="{{login}}" autocomplete="username" autocapitalize="none" spellcheck="false" \
            maxlength="64" required></p>
            <p class="field"><label for="password">Mật khẩu <span lang="en">Password</span></label>
            <input id="password" name="password" type="password" autocomplete="current-password" required></p>
            <p><button class="act-button">Đăng nhập <span lang="en">Sign in</span></button></p>
            </form>
            {{#hasProvider}}<form method="post" action="/sign-in/openid" class="form" id="openid">
            <input type="hidden" name="next" value="{{next}}">
            <p><button class="quiet-button">Đăng nhập qua {{provider}} <span lang="en">Sign in through {{provider}}</span></button></p>
            </form>{{/hasProvider}}
            </section>
            <section class="note">
            <p>Quên mật khẩu? Hãy hỏi người quản trị tài khoản để nhận lời mời đặt mật khẩu mới. \
            <span lang="en">Forgotten? Ask who administers accounts for an invitation to choose a new one.</span></p>
            <p>Cơ sở chưa có tài khoản? <a href="/register">Đăng ký cơ sở <span lang="en">Register an establishment</span></a></p>
            </section>
            """)

    /// Shows an `InvitationView`.
    static let invitation = Template(
        name: "invitation",
        text: errorSummary + """

            <section class="card">
            <h1>Đặt mật khẩu <span lang="en">Choose a password</span></h1>
            <p>{{name}} – tên đăng nhập <strong>{{login}}</strong></p>
            <form method="post" class="form">
            <input type="hidden" name="login" value="{{login}}" autocomplete="username">
            """ + newPassword("Đặt mật khẩu", "Choose") + """

                </form>
                </section>
                """)

    /// Shows an `AccountView`.
    static let account = Template(
        name: "account",
        text:
            "{{#notices}}<section class=\"answer live\" role=\"status\"><p>{{vi}}</p><p lang=\"en\">{{en}}</p></section>{{/notices}}\n"
            + errorSummary + """

                <section class="card">
                <h1>{{name}}</h1>
                <p>Tên đăng nhập <span lang="en">Login</span> <strong>{{login}}</strong></p>
                {{#hasRoles}}<ul class="roles">{{#roles}}<li><strong>{{name.vi}}</strong> <span lang="en">{{name.en}}</span> – {{territory}} \
                {{until}}</li>{{/roles}}</ul>{{/hasRoles}}
                {{^hasRoles}}<p>Chưa được giao vai trò nào. <span lang="en">No role was given yet.</span></p>{{/hasRoles}}
                <form method="post" action="/sign-out" data-account="{{id}}"><button class="quiet-button">Đăng xuất <span lang="en">Sign out</span></button></form>
                </section>
                <section class="card">
                <h2>Nơi đang đăng nhập <span lang="en">Where you are signed in</span></h2>
                <ul class="sessions">{{#sessions}}<li><div><strong>{{agent}}</strong>{{#isThis}} <span class="badge live">trình duyệt này \
                <span lang="en">this one</span></span>{{/isThis}}<br>
                <span class="act">{{network}} · từ {{begun}} · dùng lần cuối {{seen}}</span></div>
                {{^isThis}}<form method="post" action="/account/sessions/{{id}}/end"><button class="quiet-button">Kết thúc \
                <span lang="en">End</span></button></form>{{/isThis}}</li>{{/sessions}}</ul>
                {{#hasOthers}}<form method="post" action="/account/sessions/others/end"><button class="quiet-button">Đăng xuất mọi nơi khác \
                <span lang="en">Sign out everywhere else</span></button></form>{{/hasOthers}}
                </section>
                <section class="card">
                <h2>Xác thực hai bước <span lang="en">Second factor</span></h2>
                {{#hasSecondFactor}}<p>Đang bật: sau mật khẩu, hệ thống hỏi mã trên điện thoại. Còn {{codesLeft}} mã khôi phục. \
                <span lang="en">On: after the password a code of the telephone is asked for; {{codesLeft}} recovery codes left.</span></p>
                <p><a class="load" href="/account/second-factor/end">Tắt xác thực hai bước <span lang="en">Switch it off</span></a></p>{{/hasSecondFactor}}
                {{^hasSecondFactor}}<p>Chưa bật. Khi bật, kẻ biết mật khẩu vẫn không vào được nếu không có điện thoại của bạn. \
                <span lang="en">Off. With it, who knows the password does not get in without your telephone.</span></p>
                <p><a class="load" href="/account/second-factor">Bật xác thực hai bước <span lang="en">Set it up</span></a></p>{{/hasSecondFactor}}
                </section>
                {{#hasProvider}}<section class="card">
                <h2>Đăng nhập qua {{provider}} <span lang="en">Sign in through {{provider}}</span></h2>
                {{#isLinked}}<p>Đã liên kết từ ngày {{linkedOn}}. <span lang="en">Linked since {{linkedOn}}.</span></p>
                <form method="post" action="/account/openid/end"><button class="quiet-button">Bỏ liên kết <span lang="en">End the link</span></button></form>{{/isLinked}}
                {{^isLinked}}<p>Chưa liên kết. <span lang="en">Not linked.</span></p>
                <p><a class="load" href="/account/openid">Liên kết <span lang="en">Link</span></a></p>{{/isLinked}}
                </section>{{/hasProvider}}
                <section class="card">
                <h2>Mã truy cập cho chương trình <span lang="en">Tokens for programs</span></h2>
                <p>Để phần mềm khác đọc hoặc cập nhật dữ liệu thay bạn, không cần đưa mật khẩu. \
                <span lang="en">So that other software reads or writes as you without your password.</span></p>
                <p><a class="load" href="/account/tokens">Xem và lập mã <span lang="en">See and make tokens</span></a></p>
                </section>
                <section class="card">
                <h2>Đổi mật khẩu <span lang="en">Change the password</span></h2>
                <form method="post" action="/account/password" class="form">
                <p class="field"><label for="old">Mật khẩu hiện tại <span lang="en">Present password</span></label>
                <input id="old" name="old" type="password" autocomplete="current-password" required></p>
                """ + newPassword("Đổi mật khẩu", "Change") + """

                </form>
                </section>
                """)
}
