using System.Security.Cryptography;
using System.Text;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>Somebody an account may write to: a demonstration person, or one of the crowd (then <paramref name="Person"/> is null).</summary>
public readonly record struct Receiver(string OpenId, Person? Person);

/// <summary>
/// Who stands behind an openid. Beside the demonstration people an account can be given a crowd of followers without
/// faces or chats, as many as a test of load or paging needs; they cost no memory, their openids are computed.
/// </summary>
public sealed class Receivers(DemoAccounts accounts, People people, Followers followers)
{
    const string Middle = "_crowd_";
    const int UsualPage = 10_000;

    readonly int[] _crowds = new int[3], _pages = [UsualPage, UsualPage, UsualPage];

    /// <summary>How many followers of the crowd the account has.</summary>
    public void Gather(AccountKind account, int count) => Volatile.Write(ref _crowds[(int)account], count);

    public int CrowdOf(AccountKind account) => Volatile.Read(ref _crowds[(int)account]);

    /// <summary>Openids in one answer of <c>user/get</c>: 10,000 at the platform.</summary>
    public void PageSize(AccountKind account, int? size) => _pages[(int)account] = size ?? UsualPage;

    /// <summary>28 characters like everybody's: o, six of the account, _crowd_, eight digits, filled up.</summary>
    public string CrowdOpenId(AccountKind account, int n) => $"o{Mark(account)}{Middle}{n:D8}xxxxxx";

    /// <summary>The receiver, or 40003 when the openid is nobody's or another account's.</summary>
    public Receiver Find(AccountKind account, string? openId)
    {
        if (people.ByOpenId(openId) is { } found && found.Account == account) return new Receiver(openId!, found.Person);
        return openId is not null && CrowdNumber(account, openId) is not null ? new Receiver(openId, null) : throw new VendorRefusal(40003);
    }

    public bool Follows(AccountKind account, Receiver receiver) => receiver.Person is null || followers.Follows(receiver.Person, account);

    public bool Blocks(AccountKind account, Receiver receiver) => receiver.Person is not null && followers.Blocks(receiver.Person, account);

    public int Count(AccountKind account) => followers.Of(account).Count + CrowdOf(account);

    /// <summary>The next page of followers after <paramref name="after"/> (null: from the start).</summary>
    public IReadOnlyList<string> Page(AccountKind account, string? after)
    {
        int most = _pages[(int)account], from = 0;
        List<string> page = [];
        if (after is not null && CrowdNumber(account, after) is { } last) from = last + 1;
        else
            page.AddRange(followers.Of(account).Select(people.Find).OfType<Person>().Select(p => people.OpenId(p, account))
                .Order(StringComparer.Ordinal).Where(o => after is null || string.CompareOrdinal(o, after) > 0).Take(most));
        for (int crowd = CrowdOf(account), n = from; n < crowd && page.Count < most; n++) page.Add(CrowdOpenId(account, n));
        return page;
    }

    public void Reset()
    {
        Array.Clear(_crowds);
        Array.Fill(_pages, UsualPage);
    }

    int? CrowdNumber(AccountKind account, string openId) =>
        openId.Length == 28 && openId.AsSpan(7, Middle.Length).SequenceEqual(Middle) && openId.AsSpan(1, 6).SequenceEqual(Mark(account))
        && int.TryParse(openId.AsSpan(14, 8), out int n) && n >= 0 && n < CrowdOf(account) ? n : null;

    string Mark(AccountKind account) => _marks[(int)account];

    readonly string[] _marks = [.. Enum.GetValues<AccountKind>().Select(k =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(accounts[k].AppId)))[..6])];
}
