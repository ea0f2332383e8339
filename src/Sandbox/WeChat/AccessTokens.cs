using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>
/// Access tokens with the platform's life: the classic endpoint makes a new one on every call and lets the previous live
/// five minutes longer; the stable endpoint gives the same one until five minutes before its end, then both live on for
/// five minutes; a forced refresh kills the previous one at once. The two endpoints know nothing of each other.
/// </summary>
public sealed class AccessTokens(DemoAccounts accounts, SandboxClock clock)
{
    static readonly TimeSpan s_life = TimeSpan.FromSeconds(7200);
    static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(300);
    static readonly TimeSpan s_forceGap = TimeSpan.FromSeconds(30);
    const int ForcedPerDay = 20;
    const int Kept = 4096;

    readonly Lock _lock = new();
    readonly Dictionary<string, Issued> _known = [];
    readonly Dictionary<(AccountKind, bool Stable), Issued> _current = [];
    readonly Dictionary<AccountKind, (DateOnly Day, int Count, DateTimeOffset Last)> _forced = [];
    readonly Dictionary<AccountKind, string[]> _addresses = [];
    readonly Queue<string> _order = [];
    TimeSpan _lives = s_life;

    /// <summary>How long a token lives (7200 s unless a test asks otherwise). Below 20 minutes the hand-over shrinks to a
    /// quarter of the life, else every call would begin one.</summary>
    public TimeSpan Life
    {
        get { lock (_lock) return _lives; }
        set { lock (_lock) _lives = value; }
    }

    TimeSpan Overlap => _lives >= 4 * s_overlap ? s_overlap : _lives / 4;

    sealed record Issued(string Value, AccountKind Account)
    {
        public DateTimeOffset ExpiresAt { get; init; }
        /// <summary>Set when the token stopped being one of the valid ones: from then on 40001 instead of 42001.</summary>
        public DateTimeOffset? RetiredAt { get; set; }
    }

    /// <summary>Checks appid, secret and caller address of an issuing call: 41002, 40013, 41004, 40125, 40164.</summary>
    public DemoAccount Authenticate(string? appId, string? secret, string? address)
    {
        if (string.IsNullOrEmpty(appId)) throw new VendorRefusal(41002);
        DemoAccount account = accounts.ByAppId(appId) ?? throw new VendorRefusal(40013);
        if (string.IsNullOrEmpty(secret)) throw new VendorRefusal(41004);
        if (secret != account.Secret) throw new VendorRefusal(40125);
        lock (_lock)
            if (_addresses.TryGetValue(account.Kind, out string[]? allowed) && !allowed.Any(a => Holds(a, address)))
                throw NotListed(address);
        return account;
    }

    public static VendorRefusal NotListed(string? address) => new(40164, $"invalid ip {address} ipv6 ::ffff:{address}, not in whitelist");

    /// <summary>True when the list's entry, an address or a network such as 10.0.0.0/8, covers the caller.</summary>
    static bool Holds(string entry, string? address) => entry == address
        || (entry.Contains('/') && IPNetwork.TryParse(entry, out IPNetwork network) && IPAddress.TryParse(address, out IPAddress? caller) && network.Contains(caller));

    public (string Token, int ExpiresIn) IssueClassic(AccountKind account)
    {
        lock (_lock) return Rotate(account, stable: false, Overlap);
    }

    public (string Token, int ExpiresIn) IssueStable(AccountKind account, bool force)
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_lock)
        {
            Issued? current = _current.GetValueOrDefault((account, true));
            bool alive = current is { RetiredAt: null } && current.ExpiresAt > now;
            if (force && alive)
            {
                (DateOnly day, int count, DateTimeOffset last) = _forced.GetValueOrDefault(account);
                DateOnly today = DateOnly.FromDateTime(now.UtcDateTime.AddHours(8));
                if (day != today) count = 0;
                if (now - last < s_forceGap) return Answer(current!, now);
                if (count >= ForcedPerDay) throw new VendorRefusal(45009);
                _forced[account] = (today, count + 1, now);
                return Rotate(account, stable: true, TimeSpan.Zero);
            }
            return alive && current!.ExpiresAt - now > Overlap ? Answer(current, now) : Rotate(account, stable: true, Overlap);
        }
    }

    /// <summary>The account a token belongs to. 41001 missing, 40014 when it cannot be a token at all (over 512 characters
    /// or other than letters, digits, - and _), 42001 expired, 40001 unknown or no longer valid.</summary>
    public DemoAccount Check(string? token)
    {
        if (string.IsNullOrEmpty(token)) throw new VendorRefusal(41001);
        if (token.Length > 512 || token.AsSpan().ContainsAnyExcept(s_tokenCharacters)) throw new VendorRefusal(40014);
        DateTimeOffset now = clock.GetUtcNow();
        lock (_lock)
        {
            if (!_known.TryGetValue(token, out Issued? issued) || issued.RetiredAt <= now) throw new VendorRefusal(40001);
            if (issued.ExpiresAt <= now) throw new VendorRefusal(42001);
            return accounts[issued.Account];
        }
    }

    /// <summary>Whose token this is or was, valid or not.</summary>
    public AccountKind? OwnerOf(string? token)
    {
        lock (_lock) return token is not null && _known.TryGetValue(token, out Issued? issued) ? issued.Account : null;
    }

    /// <summary>For tests: all tokens of the account become expired (42001) or unknown (40001) at once.</summary>
    public void Spoil(AccountKind account, bool expire)
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_lock)
        {
            foreach (Issued issued in _known.Values.Where(i => i.Account == account).ToArray())
                if (expire) _known[issued.Value] = issued with { ExpiresAt = now };
                else issued.RetiredAt = now;
            _current.Remove((account, true));
            _current.Remove((account, false));
        }
    }

    /// <summary>The addresses that may ask for tokens; null lifts the list.</summary>
    public void Allow(AccountKind account, string[]? addresses)
    {
        lock (_lock)
            if (addresses is null) _addresses.Remove(account);
            else _addresses[account] = addresses;
    }

    public void Reset()
    {
        lock (_lock)
        {
            _known.Clear();
            _current.Clear();
            _forced.Clear();
            _addresses.Clear();
            _order.Clear();
            _lives = s_life;
        }
    }

    (string, int) Rotate(AccountKind account, bool stable, TimeSpan overlap)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (_current.TryGetValue((account, stable), out Issued? old) && (old.RetiredAt is null || old.RetiredAt > now + overlap))
            old.RetiredAt = now + overlap;
        // Stable tokens are longer than classic ones; whoever cut the column to 136 characters finds out here.
        string value = RandomNumberGenerator.GetInt32(60, 99) + "_" + RandomText(stable ? 310 : 133);
        Issued issued = new(value, account) { ExpiresAt = now + _lives };
        _known[value] = _current[(account, stable)] = issued;
        _order.Enqueue(value);
        if (_order.Count > Kept && _order.Dequeue() is { } oldest)
            if (_current.Values.Any(c => c.Value == oldest)) _order.Enqueue(oldest);
            else _known.Remove(oldest);
        return Answer(issued, now);
    }

    static (string, int) Answer(Issued issued, DateTimeOffset now) => (issued.Value, (int)(issued.ExpiresAt - now).TotalSeconds);

    const string TokenCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    static readonly SearchValues<char> s_tokenCharacters = SearchValues.Create(TokenCharacters);

    internal static string RandomText(int length) => RandomNumberGenerator.GetString(TokenCharacters, length);
}
