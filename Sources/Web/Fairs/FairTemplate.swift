extension Template {
    /// The page of one fair; shows a `FairView`.
    static let fair = Template(
        name: "fair",
        text: """
            <section class="card">
            <p class="kind">Hội chợ, triển lãm <span lang="en">Trade fair</span></p>
            <h1>{{name}}</h1>
            <dl>
            {{#facts}}
            <div><dt>{{label.vi}} <span lang="en">{{label.en}}</span></dt><dd>{{value}}</dd></div>
            {{/facts}}
            </dl>
            </section>
            {{#hasChanges}}
            <section class="card">
            <h2>Đã thay đổi sau khi công bố <span lang="en">Changed since it was announced</span></h2>
            <ul>
            {{#changes}}
            <li>{{on}}: {{what}}. Lý do <span lang="en">Why</span>: {{reason}}</li>
            {{/changes}}
            </ul>
            </section>
            {{/hasChanges}}
            <section class="card">
            <h2>Sơ đồ gian hàng <span lang="en">Plan of the booths</span></h2>
            <p>Chọn một gian để xem ai ở đó. <span lang="en">Choose a booth to see who is in it.</span></p>
            <p><a class="skip" href="#danh-sach">Bỏ qua sơ đồ, đến danh sách <span lang="en">Skip the plan</span></a></p>
            <div class="plan" role="region" tabindex="0" aria-label="Sơ đồ gian hàng – Plan of the booths">
            {{{plan}}}
            </div>
            </section>
            <section class="card" id="danh-sach">
            <h2>Ai ở gian nào <span lang="en">Who is where</span></h2>
            <form method="get" action="#danh-sach" class="form" role="search">
            <p class="field"><label for="q">Tìm đơn vị hoặc gian <span lang="en">Find a participant or booth</span></label>
            <input id="q" name="q" type="search" value="{{question}}" maxlength="200" autocomplete="off" enterkeyhint="search"></p>
            <p><button class="act-button">Tìm <span lang="en">Find</span></button></p>
            </form>
            {{#isFiltered}}<p>{{found}} gian có “{{question}}”. <span lang="en">{{found}} booths.</span> \
            <a href="?">Xem tất cả <span lang="en">Show all</span></a></p>{{/isFiltered}}
            <table>
            <thead><tr><th scope="col">Gian <span lang="en">Booth</span></th>\
            <th scope="col">Đơn vị tham gia <span lang="en">Participants</span></th>\
            <th scope="col">Tỉnh <span lang="en">Province</span></th>\
            <th scope="col">Khu <span lang="en">Zone</span></th></tr></thead>
            <tbody>
            {{#booths}}
            <tr id="{{anchor}}"><th scope="row">{{code}}</th>\
            <td>{{#isNamed}}<ul>{{#tenants}}<li>{{tenant}}{{#isPartOfDays}} <span class="act">{{days}}</span>{{/isPartOfDays}}</li>{{/tenants}}</ul>{{/isNamed}}\
            {{^isNamed}}{{standing.vi}} <span lang="en">{{standing.en}}</span>{{/isNamed}}</td>\
            <td>{{province}}</td><td>{{zone}}</td></tr>
            {{/booths}}
            </tbody>
            </table>
            </section>
            """)
}
