using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>A call that is told by a flag not to wait does not block, also where the flag travels in an object.</summary>
public class UnawaitedRequestTests
{
    private const string Members = """

            readonly object _gate = new();
            void Send(Message m) { if (m.Unanswered) return; lock (_gate) Monitor.Wait(_gate); }
            void Ensure(F f) { var m = Message.Create(1, f | F.FireAndForget); Send(m); }
            void Pass(F f) { var m = Message.Create(1, f); Send(m); }
        }

        [Flags] enum F { None, FireAndForget = 2, NoWait = 4, High = 8 }
        class Message
        {
            readonly F _flags;
            public Message(int id, F flags) => _flags = flags;
            public bool Unanswered => (_flags & (F.FireAndForget | F.NoWait)) != 0;
            public static Message Create(int id, F flags) => new(id, flags);
        }
        """;

    [Theory]
    [InlineData("Send(Message.Create(1, f | F.FireAndForget));")]
    [InlineData("Send(Message.Create(1, (F)(F.High | (F.NoWait))));")]
    [InlineData("Send(new Message(1, F.NoWait));")]
    [InlineData("Message m = new(1, F.FireAndForget); Send(m);")]
    [InlineData("var flags = f | F.FireAndForget; var m = Message.Create(1, flags); this.Send(m);")]
    [InlineData("Ensure(f);")]
    [InlineData("Pass(F.FireAndForget);")]
    public Task Silent(string statements) => Verify.SilentAsync($$"""class C { async Task M(F f) { await Task.Yield(); {{statements}} } {{Members}}""");

    [Theory]
    [InlineData("[|Send|](Message.Create(1, f));")]
    [InlineData("[|Send|](Message.Create((f & F.FireAndForget) == 0 ? 1 : 2, f));")]
    [InlineData("[|Send|](Message.Create(1, f & ~F.FireAndForget));")]
    [InlineData("var m = Message.Create(1, F.FireAndForget); m = Message.Create(1, f); [|Send|](m);")]
    [InlineData("Send(new Message(1, F.NoWait)); [|Send|](new Message(2, F.None));")]
    [InlineData("[|Pass|](F.None);")]
    public Task Reported(string statements) => Silent(statements);
}
