using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Ports;
using WeChatService.Kernel;

namespace WeChatService.Accounts.PhoneCodes;

internal sealed class PhoneCodeDesk(AppDb db, ISmsMeters meters, ISmsSender sms, FieldCipher cipher, Ids ids, TimeProvider time) : IPhoneCodes
{
    public async Task<PhoneCodeSent> Send(string? phone, PhonePurpose purpose, CodeAsker by, IPAddress? address, CancellationToken ct)
    {
        var number = MobileNumber.Read(phone) ?? throw new RuleBroken(PhoneCodeProblems.NoMobile);
        var now = time.GetUtcNow();
        IReadOnlyList<(string, SmsLimit)> counted =
            [($"phone:{MobileNumber.HashOf(number, cipher)}", SmsLimit.OfOne), (by.Key, by.Limit), ($"address:{address}", SmsLimit.OfMany)];
        if (await meters.Take(counted, now, ct) is not null)
        {
            throw new RuleBroken(PhoneCodeProblems.TooMany);
        }

        var code = OneTimeCode.Six();
        try
        {
            var minutes = ((int)OneTimeCode.Lifetime.TotalMinutes).ToString(CultureInfo.InvariantCulture);
            await sms.Send(number, SmsText.OwnCode, [code, Says(purpose), minutes], ct);
        }
        catch (SmsUnavailable)
        {
            await meters.GiveBack(counted, now, ct);
            throw new RuleBroken(PhoneCodeProblems.Silent);
        }

        var sent = PhoneCode.Of(ids.Next(), number, code, purpose, by, cipher, now);
        db.Add(sent);
        db.Audit("phone.code_sent", nameof(PhoneCode), sent.Id, $"给 {FieldCipher.Mask(number)} 发了验证码：{Says(purpose)}");
        return new PhoneCodeSent(sent.Id, FieldCipher.Mask(number), sent.ExpiresAt, (int)SmsLimit.OfOne.Pause.TotalSeconds);
    }

    public async Task<string> Prove(Guid codeId, string? code, PhonePurpose purpose, CodeAsker by, CancellationToken ct)
    {
        var sent = await db.Set<PhoneCode>().FirstOrDefaultAsync(c => c.Id == codeId && c.Purpose == purpose && c.AskedBy == by.Key, ct)
            ?? throw new RuleBroken(PhoneCodeProblems.Unknown);
        return sent.Use(code, cipher, time.GetUtcNow());
    }

    private static string Says(PhonePurpose purpose) => purpose == PhonePurpose.PublicReport ? "报告问题" : "绑定联系人";
}
