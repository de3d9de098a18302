extension Template {
    /// The page of one certificate; shows a `CertificateView`.
    static let certificate = Template(
        name: "certificate",
        text: """
            {{#file}}
            <section class="answer {{state}}" id="file" aria-label="Tệp đã gửi – The file">
            <p class="said"><strong>{{words.vi}}</strong> <span lang="en">{{words.en}}</span></p>
            <p>{{detail.vi}}</p>
            <p lang="en">{{detail.en}}</p>
            {{#isSigned}}<p>Người ký số <span lang="en">Signed by</span>: <strong>{{signer}}</strong></p>{{/isSigned}}
            <p class="hash">SHA-256 <code>{{sha256}}</code></p>
            </section>
            {{/file}}
            <section class="state {{state}}" aria-label="Tình trạng – Status">
            {{#isLive}}<svg class="sign" width="64" height="64" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="4" \
            aria-hidden="true"><circle cx="24" cy="24" r="21"/>\
            <path d="M14 25l7 7 14-15"/></svg>{{/isLive}}
            {{#isExpired}}<svg class="sign" width="64" height="64" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="4" \
            aria-hidden="true"><circle cx="24" cy="24" r="21"/>\
            <path d="M24 13v12l8 5"/></svg>{{/isExpired}}
            {{#isRevoked}}<svg class="sign" width="64" height="64" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="4" \
            aria-hidden="true"><circle cx="24" cy="24" r="21"/>\
            <path d="M16 16l16 16M32 16L16 32"/></svg>{{/isRevoked}}
            {{#isReplaced}}<svg class="sign" width="64" height="64" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="4" \
            aria-hidden="true"><circle cx="24" cy="24" r="21"/>\
            <path d="M13 24h21M26 15l9 9-9 9"/></svg>{{/isReplaced}}
            <p class="words"><strong>{{stateName.vi}}</strong> <span lang="en">{{stateName.en}}</span></p>
            <p class="when">{{stateDetail.vi}} <span lang="en">{{stateDetail.en}}</span></p>
            </section>
            {{#isSpecimen}}
            <p class="specimen"><strong>MẪU – Giấy này không có giá trị.</strong> \
            <span lang="en">A specimen for demonstration: it proves nothing.</span></p>
            {{/isSpecimen}}
            <section class="card">
            <p class="kind">Sản phẩm công nghiệp nông thôn tiêu biểu {{levelName.vi}}\
            <span lang="en">Outstanding rural-industry product, {{levelName.en}}</span></p>
            <h1>{{product}}</h1>
            <dl>
            {{#facts}}
            <div><dt>{{label.vi}} <span lang="en">{{label.en}}</span></dt><dd>{{value}}</dd></div>
            {{/facts}}
            </dl>
            </section>
            {{#revocation}}
            <section class="card revocation">
            <h2>Thu hồi <span lang="en">Revocation</span></h2>
            <dl>
            <div><dt>Quyết định thu hồi <span lang="en">Act</span></dt><dd>{{act}}</dd></div>
            <div><dt>Từ ngày <span lang="en">Since</span></dt><dd>{{day}}</dd></div>
            <div><dt>Lý do <span lang="en">Reason</span></dt><dd>{{reason}}</dd></div>
            </dl>
            </section>
            {{/revocation}}
            {{#replacement}}
            <section class="card replacement">
            <h2>Được thay bằng giấy khác <span lang="en">Replaced by another certificate</span></h2>
            <dl>
            <div><dt>Giấy mới số <span lang="en">New number</span></dt><dd>{{number}}</dd></div>
            <div><dt>Theo văn bản <span lang="en">Act</span></dt><dd>{{act}}</dd></div>
            <div><dt>Từ ngày <span lang="en">Since</span></dt><dd>{{day}}</dd></div>
            <div><dt>Lý do <span lang="en">Reason</span></dt><dd>{{reason}}</dd></div>
            </dl>
            </section>
            {{/replacement}}
            <section class="note">
            <p>Bản giấy phải ghi đúng như trên: số, sản phẩm, cơ sở và các ngày. Nếu khác, đừng tin bản giấy; hãy hỏi \
            cơ quan công nhận.</p>
            <p lang="en">The paper must say the same: number, product, establishment and days. If it does not, do not \
            trust the paper; ask the authority.</p>
            </section>
            {{#hasHistory}}
            <section class="card">
            <h2>Các lần được công nhận <span lang="en">Award history of the product</span></h2>
            <ol class="history">
            {{#history}}
            <li{{#isThis}} class="this"{{/isThis}}>
            <p class="year">{{year}}</p>
            <div>
            <p class="level"><strong>{{level.vi}}</strong> <span lang="en">{{level.en}}</span>\
            {{#isThis}} <em>Giấy này <span lang="en">this certificate</span></em>{{/isThis}}</p>
            {{#isOtherProduct}}<p>{{product}}</p>{{/isOtherProduct}}
            <p class="act">{{decision}} · {{issuer}}</p>
            {{#hasReplaced}}<p class="act">Giấy đã được thay <span lang="en">replaced</span>: {{replaced}}</p>{{/hasReplaced}}
            <p class="badge {{state}}">{{stateName.vi}} <span lang="en">{{stateName.en}}</span></p>
            </div>
            </li>
            {{/history}}
            </ol>
            </section>
            {{/hasHistory}}
            <section class="card">
            <h2>Kiểm tra tệp PDF <span lang="en">Check the PDF file</span></h2>
            <form class="drop" method="post" enctype="multipart/form-data">
            <label for="pdf">Thả tệp PDF của giấy này vào đây, hoặc chọn tệp \
            <span lang="en">Drop the PDF file of this certificate here, or choose it</span></label>
            <input type="file" id="pdf" name="file" accept="application/pdf,.pdf" required>
            <button>Kiểm tra <span lang="en">Check</span></button>
            </form>
            <p class="act">Tệp được đối chiếu ngay rồi bỏ, không lưu lại. \
            <span lang="en">The file is compared at once and not kept.</span></p>
            </section>
            <section class="card">
            <h2>Bằng chứng trong sổ niêm phong <span lang="en">Proof in the sealed register</span></h2>
            <p>{{proofDetail.vi}}</p>
            <p lang="en">{{proofDetail.en}}</p>
            {{#hasProof}}
            <p><a class="load" href="{{proofAddress}}" download>Tải bằng chứng <span lang="en">Download the proof</span></a></p>
            <p class="act">Kiểm tra <span lang="en">Check it with</span>: \
            <code>cnnt audit check-proof</code></p>
            {{/hasProof}}
            </section>
            <p class="trace">Mã tra cứu <span lang="en">Code</span> <code>{{code}}</code><br>\
            Kiểm tra ngày <span lang="en">Checked on</span> {{checkedOn}}</p>
            """)
}
