extension Template {
    static let ofHelp = [help, accessibility]

    private static let whomToAsk = """
        <h2>Liên hệ <span lang="en">Contact</span></h2>
        {{#hasContact}}<p>{{contact}}</p>{{/hasContact}}
        {{^hasContact}}<p>Đơn vị vận hành chưa ghi nơi liên hệ. <span lang="en">The operator has not named a contact.</span></p>{{/hasContact}}
        """

    /// Shows a `HelpView`.
    static let help = Template(
        name: "help",
        text: """
            <section class="card answers">
            <h1>Trợ giúp <span lang="en">Help</span></h1>
            <h3>Tìm sản phẩm, cơ sở <span lang="en">Finding products and establishments</span></h3>
            <p>Ở <a href="/">trang tra cứu</a>, gõ tên sản phẩm, tên cơ sở, tên xã hoặc mã số thuế. Viết không dấu, viết thiếu chữ cuối \
            hay sai một chữ vẫn tìm được. <a href="/statistics">Bản đồ các tỉnh</a> dẫn tới từng tỉnh, và từ đó tới các tỉnh cũ trước 01/07/2025.</p>
            <p lang="en">On the search page type a product, an establishment, a commune or a tax code. Diacritics and endings may be left \
            out. The map leads to each province, and from there to those before 1 July 2025.</p>
            <h3>Kiểm tra giấy chứng nhận <span lang="en">Verifying a certificate</span></h3>
            <p>Quét mã QR trên giấy, hoặc mở địa chỉ in bên cạnh mã. Trang hiện ra cho biết giấy còn hiệu lực, hết hạn, bị thu hồi hay đã \
            được thay thế. Ở đó có thể thả tệp PDF vào để biết tệp có đúng là tệp đã cấp hay không; tệp không được lưu lại.</p>
            <p lang="en">Scan the QR code or open the address printed beside it. The page says whether the certificate is valid, expired, \
            revoked or replaced. A PDF dropped there is compared with what was issued, and not kept.</p>
            <h3>Đăng ký tham gia bình chọn <span lang="en">Taking part in a selection round</span></h3>
            <p>Cơ sở chưa có tài khoản thì <a href="/register">gửi đăng ký cơ sở</a>; cán bộ địa phương gọi để xác nhận rồi trao địa chỉ \
            để đặt mật khẩu. Có tài khoản thì <a href="/sign-in">đăng nhập</a>, mở “Cơ sở của tôi”, nộp ảnh và giấy tờ của sản phẩm rồi đăng \
            ký vào kỳ bình chọn đang nhận hồ sơ. Cũng nộp được hồ sơ tại cơ quan tổ chức bình chọn.</p>
            <p lang="en">An establishment without an account sends its registration; the local officer calls to confirm it and hands over an \
            address at which you choose a password. Then sign in, open “My establishments”, file the product's photographs and papers and \
            enter a round that takes entries. The office that holds the round takes dossiers too.</p>
            <h3>Khiếu nại kết quả <span lang="en">Complaining about a result</span></h3>
            <p>Đăng nhập, mở “Cơ sở của tôi” và chọn “Khiếu nại” ở hồ sơ đã tham gia, hoặc gửi đến cơ quan tổ chức kỳ bình chọn. Ngày cuối \
            nhận khiếu nại ghi ở đó và trong thông báo kết quả gửi từng cơ sở. Kết quả đã công bố ở \
            <a href="/rounds">trang các kỳ bình chọn</a>.</p>
            <p lang="en">Sign in, open “My establishments” and choose “Complain” at your entry, or write to the office that held the round. \
            The last day for complaints is said there and on the notice of the result that each entrant is sent.</p>
            <h3>Sai sót trên trang này <span lang="en">Something here is wrong</span></h3>
            <p>Báo cho nơi liên hệ dưới đây, kèm địa chỉ của trang. <span lang="en">Tell the contact below, with the page's address.</span></p>
            </section>
            <section class="card">
            \(whomToAsk)
            </section>
            """)

    /// Shows a `HelpView`.
    static let accessibility = Template(
        name: "accessibility",
        text: """
            <section class="card answers">
            <h1>Khả năng tiếp cận <span lang="en">Accessibility</span></h1>
            <p>Các trang này được làm theo hướng dẫn WCAG 2.2 mức AA. Mọi việc làm được bằng bàn phím và không cần JavaScript; chữ phóng to \
            được, trang vừa màn hình rộng từ 320 điểm ảnh; có giao diện sáng và tối theo máy của bạn.</p>
            <p lang="en">These pages are made to follow WCAG 2.2, level AA. Everything works by keyboard and without JavaScript; text can be \
            enlarged, pages fit screens from 320 pixels on, and are light or dark as your device is.</p>
            <h3>Đã kiểm tra <span lang="en">What is checked</span></h3>
            <p>Ở mỗi lần thay đổi chương trình, các đường đi chính của cơ sở, cán bộ, giám khảo và người tra cứu được chạy lại trong trình \
            duyệt Chromium; từng trang được bộ luật axe-core (WCAG 2.0, 2.1, 2.2 mức A và AA) xét ở khổ điện thoại và khổ bàn làm việc, không \
            để lại lỗi nào thuộc loại nghiêm trọng, và không trang nào phải cuộn ngang ở 320 điểm ảnh. Độ tương phản của chữ và hình vẽ được \
            tính riêng, cả ở giao diện tối. Máy chỉ thấy một phần các trở ngại; phần còn lại do người xem từng trang. Biểu đồ, bản đồ và sơ đồ gian hàng đều \
            có bảng hoặc danh sách cùng nội dung. Giấy chứng nhận PDF có gắn thẻ để đọc màn hình.</p>
            <p lang="en">With every change of the program the main paths of establishments, officers, judges and the public are gone through in \
            Chromium; each page is held against the rules of axe-core (WCAG 2.0, 2.1, 2.2, levels A and AA) at the width of a phone and of a \
            desk, nothing serious is left, and no page scrolls sideways at 320 pixels. Contrast of text and drawings is computed apart, in the \
            dark too. A machine sees a part of what stands in the way; the rest is looked at by people. Charts, the map and plans of booths have \
            tables or lists with the same content. Certificates are tagged PDF files.</p>
            <h3>Còn hạn chế <span lang="en">What is not known</span></h3>
            <p>Chưa có đánh giá độc lập và chưa thử với người dùng phần mềm đọc màn hình. Ảnh sản phẩm có lời mô tả do người công bố viết.</p>
            <p lang="en">There was no independent audit, and no trial with users of screen readers. Pictures have the words of who published \
            them.</p>
            <p>Gặp trở ngại, hãy báo cho nơi liên hệ dưới đây. <span lang="en">If something keeps you out, tell the contact below.</span></p>
            </section>
            <section class="card">
            \(whomToAsk)
            </section>
            """)
}
