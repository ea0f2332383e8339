using System.Text.Json.Nodes;
using WeChatService.Sandbox.Inspect;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.WeChat;

namespace WeChatService.Sandbox.Phone;

/// <param name="Account">miniprogram unless said otherwise.</param>
/// <param name="Accepted">False: the person pressed refuse.</param>
public sealed record AcceptRequest(string? TemplateId, int? Times, string? Account = null, bool? Accepted = null);

public sealed record BlockRequest(string? Account, bool? Blocked);

public sealed record DeliveryRequest(string? Account, string? Status);

public sealed record MannerRequest(SignInManner? Manner);

public sealed record LocationRequest(string? Account, double? Latitude, double? Longitude, double? Precision);

public sealed record RevokeRequest(string? Account, string? Info);

/// <param name="Fields">The elements of the message beside the common four, in order.</param>
public sealed record EventRequest(string? Account, string? MsgType, string? Event, JsonObject? Fields, string? OpenId = null, DateTimeOffset? CreateTime = null);

/// <summary>What a person does beside following and talking: the mini program's codes and prompts, settings, position, and
/// any event a test likes to make up.</summary>
static class FurtherEvents
{
    public static void MapMiniProgramActs(this RouteGroupBuilder people)
    {
        people.MapPost("{key}/jscode", (string key, HttpContext context, People all, MiniProgramSessions sessions) =>
            new { code = sessions.SignInCodes.Issue(DrivingEndpoints.Known(all, key, context)) });
        people.MapPost("{key}/phone-code", (string key, HttpContext context, People all, MiniProgramSessions sessions) =>
            new { code = sessions.PhoneCodes.Issue(DrivingEndpoints.Known(all, key, context)) });
        people.MapPost("{key}/accept", async (string key, AcceptRequest asked, HttpContext context, People all, DemoAccounts accounts, TemplateLibrary templates, SubscribeSending sending, CallbackDriver callbacks) =>
        {
            (DemoAccount account, string openId, Template template) = Asked(key, asked, context, all, accounts, templates);
            bool accepted = asked.Accepted ?? true;
            if (accepted) sending.Accept(account.Kind, openId, template.TemplateId, asked.Times ?? 1);
            Delivery callback = await callbacks.Send(account, CallbackMessage.SubscribePopup(openId,
                Enumerable.Repeat((template.TemplateId, accepted), Math.Clamp(asked.Times ?? 1, 1, 3)), TimeProvider.System.GetUtcNow()));
            return new { left = sending.Left(account.Kind, openId, template.TemplateId), callback };
        });
        people.MapPost("{key}/switch", async (string key, AcceptRequest asked, HttpContext context, People all, DemoAccounts accounts, TemplateLibrary templates, SubscribeSending sending, CallbackDriver callbacks) =>
        {
            (DemoAccount account, string openId, Template template) = Asked(key, asked, context, all, accounts, templates);
            if (asked.Accepted != true) sending.Refuse(account.Kind, openId, template.TemplateId);
            Delivery callback = await callbacks.Send(account,
                CallbackMessage.SubscribeChanged(openId, template.TemplateId, asked.Accepted == true, TimeProvider.System.GetUtcNow()));
            return new { left = sending.Left(account.Kind, openId, template.TemplateId), callback };
        });
    }

    public static void MapFurtherEvents(this RouteGroupBuilder people)
    {
        people.MapPost("{key}/block", (string key, BlockRequest asked, HttpContext context, People all, DemoAccounts accounts, Followers followers) =>
        {
            followers.Block(DrivingEndpoints.Known(all, key, context), DrivingEndpoints.Account(accounts, asked.Account).Kind, asked.Blocked ?? true);
            return Results.NoContent();
        });
        people.MapPost("{key}/delivery", (string key, DeliveryRequest asked, HttpContext context, People all, DemoAccounts accounts, Followers followers) =>
        {
            if (asked.Status is not (null or TemplateSending.Success or TemplateSending.UserBlock or TemplateSending.SystemFailed))
                throw new DrivingProblem(400, "delivery.status", $"Status is '{TemplateSending.Success}', '{TemplateSending.UserBlock}' or '{TemplateSending.SystemFailed}'.");
            followers.SetDelivery(DrivingEndpoints.Known(all, key, context), DrivingEndpoints.Account(accounts, asked.Account).Kind, asked.Status);
            return Results.NoContent();
        });
        people.MapPost("{key}/sign-in", (string key, MannerRequest asked, HttpContext context, People all, OAuthCodes codes) =>
        {
            codes.SetManner(DrivingEndpoints.Known(all, key, context), asked.Manner ?? SignInManner.Consent);
            return Results.NoContent();
        });
        people.MapPost("{key}/location", async (string key, LocationRequest asked, HttpContext context, People all, DemoAccounts accounts, Followers followers, CallbackDriver callbacks) =>
        {
            Person person = DrivingEndpoints.Known(all, key, context);
            DemoAccount account = DrivingEndpoints.ServiceAccount(accounts, asked.Account);
            DrivingEndpoints.RequireFollowing(followers, person, account);
            return new
            {
                callback = await callbacks.Send(account, CallbackMessage.Location(all.OpenId(person, account.Kind),
                    asked.Latitude ?? 31.2304, asked.Longitude ?? 121.4737, asked.Precision ?? 30, TimeProvider.System.GetUtcNow())),
            };
        });
        people.MapPost("{key}/revoke", async (string key, RevokeRequest asked, HttpContext context, People all, DemoAccounts accounts, CallbackDriver callbacks) =>
        {
            Person person = DrivingEndpoints.Known(all, key, context);
            DemoAccount account = DrivingEndpoints.Account(accounts, asked.Account ?? "miniprogram");
            return new { callback = await callbacks.Send(account, CallbackMessage.AuthorizationRevoked(all.OpenId(person, account.Kind), account.AppId, asked.Info ?? "1", TimeProvider.System.GetUtcNow())) };
        });
        people.MapPost("{key}/event", async (string key, EventRequest asked, HttpContext context, People all, DemoAccounts accounts, CallbackDriver callbacks) =>
        {
            Person person = DrivingEndpoints.Known(all, key, context);
            DemoAccount account = DrivingEndpoints.Account(accounts, asked.Account);
            JsonObject fields = asked.Fields ?? [];
            if (asked.Event is { } name) fields.Insert(0, "Event", name);
            return new
            {
                callback = await callbacks.Send(account, CallbackMessage.Of(asked.OpenId ?? all.OpenId(person, account.Kind),
                    asked.MsgType ?? "event", fields, asked.CreateTime ?? TimeProvider.System.GetUtcNow())),
            };
        });
    }

    static (DemoAccount, string OpenId, Template) Asked(string key, AcceptRequest asked, HttpContext context, People all, DemoAccounts accounts, TemplateLibrary templates)
    {
        Person person = DrivingEndpoints.Known(all, key, context);
        DemoAccount account = DrivingEndpoints.Account(accounts, asked.Account ?? "miniprogram");
        Template template = templates.Find(account.Kind, asked.TemplateId) ?? throw new DrivingProblem(404, "template.unknown", $"{account.Name} has no such template.");
        return (account, all.OpenId(person, account.Kind), template);
    }
}
