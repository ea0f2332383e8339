using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>What an account has noted of its followers: tags, remarks, and whom it has put on its blacklist.</summary>
public sealed class Tags
{
    public const int BlackList = 1;
    const int Most = 100, MostOfOne = 20;

    readonly Lock _lock = new();
    readonly Dictionary<AccountKind, Notes> _notes = [];

    sealed class Notes
    {
        public SortedDictionary<int, string> Names { get; } = new() { [BlackList] = "黑名单", [2] = "星标组" };
        public Dictionary<string, SortedSet<int>> OfUser { get; } = [];
        public Dictionary<string, string> Remarks { get; } = [];
        public int Last = 100;
    }

    public bool Blacklisted(AccountKind account, string openId) => Of(account, openId).Contains(BlackList);

    public IReadOnlyList<int> Of(AccountKind account, string openId)
    {
        lock (_lock) return _notes.TryGetValue(account, out Notes? notes) && notes.OfUser.TryGetValue(openId, out SortedSet<int>? tags) ? [.. tags] : [];
    }

    public IReadOnlyList<string> Holding(AccountKind account, int tag)
    {
        lock (_lock) return [.. At(account).OfUser.Where(u => u.Value.Contains(tag)).Select(u => u.Key).Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<(int Id, string Name, int Count)> All(AccountKind account)
    {
        lock (_lock) return [.. At(account).Names.Select(t => (t.Key, t.Value, At(account).OfUser.Values.Count(u => u.Contains(t.Key))))];
    }

    public string RemarkOf(AccountKind account, string openId)
    {
        lock (_lock) return At(account).Remarks.GetValueOrDefault(openId, "");
    }

    public void Remark(AccountKind account, string openId, string remark)
    {
        lock (_lock) At(account).Remarks[openId] = remark;
    }

    /// <summary>45157 when the name is taken, 45158 over 30 bytes, 45056 beyond 100 tags.</summary>
    public int Create(AccountKind account, string? name)
    {
        lock (_lock)
        {
            Notes notes = At(account);
            CheckName(notes, name);
            if (notes.Names.Count >= Most) throw new VendorRefusal(45056);
            notes.Names[++notes.Last] = name!;
            return notes.Last;
        }
    }

    public void Rename(AccountKind account, int tag, string? name)
    {
        lock (_lock)
        {
            CheckOwn(At(account), tag);
            CheckName(At(account), name);
            At(account).Names[tag] = name!;
        }
    }

    public void Delete(AccountKind account, int tag)
    {
        lock (_lock)
        {
            CheckOwn(At(account), tag);
            At(account).Names.Remove(tag);
            foreach (SortedSet<int> tags in At(account).OfUser.Values) tags.Remove(tag);
        }
    }

    /// <summary>Puts the tag on the users, or takes it off. 45159 unknown tag, 45059 beyond 20 tags of one user.</summary>
    public void Mark(AccountKind account, int tag, IEnumerable<string> openIds, bool on)
    {
        lock (_lock)
        {
            Notes notes = At(account);
            if (!notes.Names.ContainsKey(tag)) throw new VendorRefusal(45159);
            foreach (string openId in openIds)
            {
                if (!notes.OfUser.TryGetValue(openId, out SortedSet<int>? tags)) notes.OfUser[openId] = tags = [];
                if (!on) tags.Remove(tag);
                else if (tags.Count >= MostOfOne && !tags.Contains(tag)) throw new VendorRefusal(45059);
                else tags.Add(tag);
            }
        }
    }

    public void Reset()
    {
        lock (_lock) _notes.Clear();
    }

    Notes At(AccountKind account) => _notes.TryGetValue(account, out Notes? notes) ? notes : _notes[account] = new Notes();

    static void CheckName(Notes notes, string? name)
    {
        if (string.IsNullOrEmpty(name) || WeChatCall.Utf8Length(name) > 30) throw new VendorRefusal(45158);
        if (notes.Names.ContainsValue(name)) throw new VendorRefusal(45157);
    }

    static void CheckOwn(Notes notes, int tag)
    {
        if (tag <= 2) throw new VendorRefusal(45058);
        if (!notes.Names.ContainsKey(tag)) throw new VendorRefusal(45159);
    }
}

/// <summary>/cgi-bin/tags/* and the blacklist (developers.weixin.qq.com/doc/service/api/usermanage/tag).</summary>
static class TagEndpoints
{
    const int MostTagged = 50, MostBlacklisted = 20, PageSize = 10_000, BlacklistPage = 1000;

    public static void MapTags(this IEndpointRouteBuilder app)
    {
        app.VendorPost("/cgi-bin/tags/create", call =>
        {
            string? name = NameIn(call);
            return new JsonObject { ["tag"] = new JsonObject { ["id"] = call.Service<Tags>().Create(call.Account.Kind, name), ["name"] = name } };
        }, audience: Audience.ServiceAccounts);
        app.VendorGet("/cgi-bin/tags/get", call => new JsonObject
        {
            ["tags"] = new JsonArray([.. call.Service<Tags>().All(call.Account.Kind).Select(t => new JsonObject { ["id"] = t.Id, ["name"] = t.Name, ["count"] = t.Count })]),
        }, audience: Audience.ServiceAccounts);
        app.VendorPost("/cgi-bin/tags/update", call => Done(() => call.Service<Tags>().Rename(call.Account.Kind, IdIn(call), NameIn(call))), audience: Audience.ServiceAccounts);
        app.VendorPost("/cgi-bin/tags/delete", call => Done(() => call.Service<Tags>().Delete(call.Account.Kind, IdIn(call))), audience: Audience.ServiceAccounts);
        app.VendorPost("/cgi-bin/tags/getidlist", call => new JsonObject
        {
            ["tagid_list"] = new JsonArray([.. call.Service<Tags>().Of(call.Account.Kind, User(call, call.Text("openid"))).Select(t => JsonValue.Create(t))]),
        }, audience: Audience.ServiceAccounts);
        app.VendorPost("/cgi-bin/user/tag/get", call =>
            Page(call.Service<Tags>().Holding(call.Account.Kind, (int)(call.Number("tagid") ?? 0)), call.Text("next_openid"), PageSize, total: false), audience: Audience.ServiceAccounts);
        app.MapMarking("/cgi-bin/tags/members/batchtagging", MostTagged, on: true, call => (int)(call.Number("tagid") ?? 0));
        app.MapMarking("/cgi-bin/tags/members/batchuntagging", MostTagged, on: false, call => (int)(call.Number("tagid") ?? 0));
        app.MapMarking("/cgi-bin/tags/members/batchblacklist", MostBlacklisted, on: true, _ => Tags.BlackList);
        app.MapMarking("/cgi-bin/tags/members/batchunblacklist", MostBlacklisted, on: false, _ => Tags.BlackList);
        app.VendorPost("/cgi-bin/tags/members/getblacklist", call =>
            Page(call.Service<Tags>().Holding(call.Account.Kind, Tags.BlackList), call.Text("begin_openid"), BlacklistPage, total: true), audience: Audience.ServiceAccounts);
    }

    static void MapMarking(this IEndpointRouteBuilder app, string path, int most, bool on, Func<WeChatCall, int> tag) =>
        app.VendorPost(path, call =>
        {
            IReadOnlyList<string> users = call.OpenIds(call.Body.ContainsKey("opened_list") ? "opened_list" : "openid_list", most);
            foreach (string user in users) User(call, user);
            return Done(() => call.Service<Tags>().Mark(call.Account.Kind, tag(call), users, on));
        }, audience: Audience.ServiceAccounts);

    static JsonObject Page(IReadOnlyList<string> all, string? after, int most, bool total)
    {
        string[] page = [.. all.Where(o => string.IsNullOrEmpty(after) || string.CompareOrdinal(o, after) > 0).Take(most)];
        JsonObject answer = total ? new() { ["total"] = all.Count } : [];
        answer["count"] = page.Length;
        if (page.Length > 0) answer["data"] = new JsonObject { ["openid"] = new JsonArray([.. page.Select(o => JsonValue.Create(o))]) };
        answer["next_openid"] = page.LastOrDefault() ?? "";
        return answer;
    }

    static string User(WeChatCall call, string? openId) => call.Service<Receivers>().Find(call.Account.Kind, openId).OpenId;

    static string? NameIn(WeChatCall call) => call.Body["tag"] is JsonObject tag ? WeChatCall.TextOf(tag, "name") : throw new VendorRefusal(47001);

    static int IdIn(WeChatCall call) => call.Body["tag"] is JsonObject tag ? (int)(WeChatCall.NumberOf(tag, "id") ?? 0) : throw new VendorRefusal(47001);

    static JsonObject Done(Action act)
    {
        act();
        return VendorAnswers.Ok();
    }
}
