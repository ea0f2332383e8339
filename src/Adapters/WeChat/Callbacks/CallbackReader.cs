using System.Globalization;
using System.Text;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.WeChat.Callbacks;

/// <summary>
/// The order is the security: signature over the raw bytes, then the time, then the key, then the app id, and only then does anything
/// parse the message. Which form is believed is the account's setting and never the sender's choice: with the safe mode set, taking
/// encrypt_type away gains nothing.
/// </summary>
internal sealed class CallbackReader : ICallbackReader
{
    /// <summary>
    /// How far the signed second may be from ours. WeChat gives up after three deliveries within about 20 seconds; the rest is for clocks that
    /// differ. What comes twice inside of it is known by its key in the inbox, what comes later is refused here.
    /// </summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly WeChatSettings settings;
    private readonly TimeProvider clock;
    private readonly Keys?[] keys = new Keys?[Enum.GetValues<ServiceAccountKind>().Length];

    /// <param name="clock">The machine's: signatures are about real time, whatever time the house is made to believe.</param>
    public CallbackReader(WeChatSettings settings, TimeProvider clock) => (this.settings, this.clock) = (settings, clock);

    public bool EchoIsGenuine(ServiceAccountKind account, in CallbackQuery query) =>
        query is { Timestamp: { } timestamp, Nonce: { } nonce } && CallbackSignature.Holds(query.Signature, Of(account).Token, timestamp, nonce);

    public ReadCallback? Read(ServiceAccountKind account, in CallbackQuery query, ReadOnlySpan<byte> body, out CallbackRefusal refusal)
    {
        var own = Of(account);
        refusal = body.Length > ICallbackReader.MaxBytes ? CallbackRefusal.TooLarge : CallbackRefusal.Forged;
        if (refusal == CallbackRefusal.TooLarge || query is not { Timestamp: { } timestamp, Nonce: { } nonce }) return null;
        ReadOnlySpan<byte> encrypted = default;
        var isEncrypted = own.Mode != CallbackMode.Plain && CallbackEnvelope.TryFind(body, out encrypted);
        if (!isEncrypted && own.Mode == CallbackMode.Safe)
        {
            refusal = CallbackRefusal.Unencrypted;
            return null;
        }

        if (isEncrypted && encrypted.IsEmpty) return null;
        if (!CallbackSignature.Holds(isEncrypted ? query.MessageSignature : query.Signature, own.Token, timestamp, nonce, encrypted)) return null;
        refusal = !IsOfNow(timestamp) ? CallbackRefusal.Stale : isEncrypted && !CallbackEnvelope.IsWhole(body) ? CallbackRefusal.Malformed : CallbackRefusal.None;
        if (refusal != CallbackRefusal.None) return null;
        byte[] plain;
        if (!isEncrypted) plain = body.ToArray();
        else if ((refusal = own.Decrypt(encrypted, out plain)) != CallbackRefusal.None) return null;
        var read = Message(account, plain, isEncrypted);
        if (read is null) refusal = CallbackRefusal.Malformed;
        return read;
    }

    public ReadCallback? Understand(ServiceAccountKind account, byte[] plain) => Message(account, plain, encrypted: false);

    public byte[] Reply(ServiceAccountKind account, ReadCallback to, string text, string nonce)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        // Who received the callback answers it: the two names are swapped.
        var plain = Encoding.UTF8.GetBytes(CallbackReply.Text(to.FromUserName, to.ToUserName, now, text));
        return to.Encrypted ? CallbackReply.Envelope(Of(account).Cipher.Encrypt(plain), Of(account).Token, now, nonce) : plain;
    }

    private static ReadCallback? Message(ServiceAccountKind account, byte[] plain, bool encrypted)
    {
        var fields = new List<CallbackField>(12);
        // Only a mini program can be set to JSON.
        var isJson = account == ServiceAccountKind.MiniProgram && CallbackEnvelope.IsJson(plain);
        if (!(isJson ? CallbackJson.TryRead(plain, fields) : CallbackXml.TryRead(plain, fields))) return null;
        var read = new ReadCallback("", "", 0, "", fields, plain, encrypted);
        return Name(read.Field("ToUserName")) is { } to && Name(read.Field("FromUserName")) is { } from && Name(read.Field("MsgType")) is { } type
            && long.TryParse(read.Field("CreateTime"), NumberStyles.None, CultureInfo.InvariantCulture, out var created)
            ? new ReadCallback(to, from, created, type, fields, plain, encrypted)
            : null;
    }

    /// <summary>openids have 28 characters, gh_ ids 15; whatever is longer than 64 is neither.</summary>
    private static string? Name(string? text) => text is { Length: <= 64 } && !text.Any(char.IsControl) ? text : null;

    /// <summary>
    /// Ten digits and within the window. The signature sorts what it signs, so it holds as well when nonce and timestamp have changed
    /// places; then this refuses.
    /// </summary>
    private bool IsOfNow(string timestamp) =>
        timestamp.Length == 10 && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
        && Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - second) <= Window.TotalSeconds;

    private Keys Of(ServiceAccountKind account) => keys[(int)account] ??= new Keys(account, settings[account]);

    private sealed class Keys(ServiceAccountKind kind, WeChatAccount account)
    {
        private readonly CallbackCipher? current = account.AesKey is { } key ? new CallbackCipher(key, account.AppId) : null;
        private readonly CallbackCipher? previous = account.AesKeyPrevious is { } key ? new CallbackCipher(key, account.AppId) : null;

        public byte[] Token { get; } = Encoding.UTF8.GetBytes(account.Token ?? throw new WeChatMisconfigured($"WeChat__{kind}__Token is not set"));

        public CallbackMode Mode => account.Mode;

        public CallbackCipher Cipher => current ?? throw new WeChatMisconfigured($"WeChat__{kind}__AesKey is not set");

        public CallbackRefusal Decrypt(ReadOnlySpan<byte> encrypted, out byte[] plain)
        {
            var refusal = Cipher.Decrypt(encrypted, out plain);
            return refusal == CallbackRefusal.None || previous is null ? refusal : previous.Decrypt(encrypted, out plain);
        }
    }
}
