WeChatService.Sandbox.SandboxApp.Create(args).Run();
