using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Reports.Ports;

namespace WeChatService.Smtp;

/// <param name="Host">Empty: nobody can have anything mailed, and the pages say so.</param>
internal sealed record SmtpSettings(string Host, int Port, bool Tls, string User, string Password, string From, string FromName)
{
    public static SmtpSettings Read(IConfiguration configuration)
    {
        var mail = configuration.GetSection("Mail");
        var host = mail["Host"] ?? "";
        return new(
            host, mail.GetValue("Port", 587), mail["Tls"] is not "off", mail["User"] ?? "", mail["Password"] ?? "",
            mail["From"] ?? (host.Length > 0 ? throw new InvalidOperationException("Mail__From is not set: the address that mails come from") : ""), mail["FromName"] ?? "消防维保服务");
    }
}

public static class SmtpRegistration
{
    /// <summary>The mail server of <c>Mail__*</c> behind <see cref="IMailSender"/>.</summary>
    public static IServiceCollection AddSmtp(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(_ => SmtpSettings.Read(configuration))
        .AddSingleton<IMailSender, SmtpMailSender>();
}
