namespace WeChatService.Accounts.Ports;

/// <summary>Which approved SMS template, and what it is filled with, in this order.</summary>
public enum SmsText
{
    /// <summary>Code, purpose, minutes.</summary>
    OwnCode,

    /// <summary>Name, purpose, code, minutes.</summary>
    WitnessCode,
}

/// <summary>Sends one SMS to a mainland number. Answers or gives up within eight seconds; is never repeated by itself.</summary>
public interface ISmsSender
{
    /// <param name="phone">Eleven digits.</param>
    /// <exception cref="SmsUnavailable">Nobody knows whether it was sent; or it was refused.</exception>
    Task Send(string phone, SmsText text, IReadOnlyList<string> values, CancellationToken ct);
}

/// <summary>The SMS service cannot be reached, is too slow, or refuses us or the number.</summary>
public sealed class SmsUnavailable(string message, Exception? cause = null) : Exception(message, cause);
