using Find = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>The caller has asked for what the guard of a wait asks for again, or passes what a type test tells apart.</summary>
public class KnownAnswersTests
{
    // ---- conditions on the way of the caller ----

    [Theory]
    [InlineData("if (!connected) { await ConnectAsync(); } Send();")]
    [InlineData("if (!IsConnected) { await ConnectAsync(); } SendIfConnected();")]
    [InlineData("if (!IsConnected) await ConnectAsync().ConfigureAwait(false); n = Features.Length;")]
    [InlineData("if (!connected) { Log(); throw new Exception(); } Send();")]
    [InlineData("if (!this.connected) return; await Task.Yield(); this.Send();")]
    [InlineData("if (connected) { Send(); }")]
    [InlineData("if (connected && n > 0) { n++; Send(); }")]
    [InlineData("if (n > 0 || !connected) { return; } Send();")]
    [InlineData("n = connected ? Sent() : 0;")]
    [InlineData("if (connected) { Via(); }")]
    public Task The_guard_is_known(string code) => Find.SilentAsync(Client(code));

    [Theory]
    [InlineData("[|Send|]();")]
    [InlineData("await ConnectAsync(); [|Send|]();")]
    [InlineData("if (connected) { await ConnectAsync(); } [|Send|]();")]
    [InlineData("if (!connected) { Log(); } [|Send|]();")]
    [InlineData("if (!connected) { [|Send|](); }")]
    [InlineData("if (n > 0) { await ConnectAsync(); } [|Send|]();")]
    [InlineData("if (!connected) { await ConnectAsync(); } connected = n > 3; [|Send|]();")]
    [InlineData("if (!connected) { await ConnectAsync(); } Close(); [|Send|]();")]
    [InlineData("if (connected) { [|Restart|](); }")]
    [InlineData("if (connected) { [|Twice|](); }")]
    [InlineData("if (connected || n > 0) { [|Send|](); }")]
    [InlineData("if (other.connected) { [|Send|](); }")]
    [InlineData("if (connected) { other.[|Send|](); }")]
    public Task The_guard_is_not_known(string code) => Find.ReportsAsync(Client(code));

    // ---- types of arguments ----

    [Theory]
    [InlineData("Handle(new Ping());")]
    [InlineData("Handle(ping);")]
    [InlineData("var p = new Ping(); Handle(p);")]
    [InlineData("Switch(new Ping());")]
    [InlineData("Cast(new Ping());")]
    [InlineData("Pass(new Ping());")]
    [InlineData("OnlyPing(new Ping());")]
    [InlineData("Handle(new Derived());")]
    public Task The_type_rules_it_out(string code) => Find.SilentAsync(Messages(code));

    [Theory]
    [InlineData("[|Handle|](new Batch());")]
    [InlineData("[|Handle|](new BigBatch());")]
    [InlineData("[|Handle|](message);")]
    [InlineData("IMessage m = new Ping(); if (n > 0) { m = new Batch(); } [|Handle|](m);")]
    [InlineData("[|Switch|](new Batch());")]
    [InlineData("[|Cast|](new Batch());")]
    [InlineData("[|Pass|](new Batch());")]
    [InlineData("[|OnlyPing|](new Batch());")]
    [InlineData("[|OnlyMarked|](open);")]
    public Task The_type_may_be_it(string code) => Find.ReportsAsync(Messages(code));

    private static string Client(string code) => $$"""
        class C
        {
            bool connected; int n; readonly C other = new(); System.Net.Sockets.Socket socket = null!;
            bool IsConnected => socket.Connected;
            string Features { get { if (!IsConnected) { Connect(); } return n.ToString(); } }
            void Connect() { Thread.Sleep(n); n++; }
            void Close() { connected = false; }
            void Log() { n++; }
            void Send() { if (!connected) { Connect(); n += 2; } n++; }
            void SendIfConnected() { if (IsConnected) { n++; return; } Connect(); }
            int Sent() { if (!connected) { Connect(); n += 2; } return n; }
            void Via() => Send();
            void Restart() { Close(); Send(); }
            void Twice() { if (!connected) { return; } Close(); Send(); }
            async Task ConnectAsync() { await Task.Delay(n); }
            async Task M() { await Task.Yield(); {{code}} }
        }
        """;

    private static string Messages(string code) => $$"""
        interface IMessage { }
        interface IMarked { }
        class Ping : IMessage { }
        class Derived : Ping { }
        class Batch : IMessage { }
        class BigBatch : Batch { }
        class C
        {
            int n; SemaphoreSlim gate = new(0); readonly Ping ping = new(); readonly Ping open = new();
            void Handle(IMessage m) { if (m is not Batch b) { n++; return; } gate.Wait(); }
            void Switch(IMessage m) { switch (m) { case Batch b: gate.Wait(); break; default: n++; break; } }
            void Cast(IMessage m) { var b = m as Batch; if (b != null) { gate.Wait(); } }
            void Pass(IMessage m) { n++; Handle(m); }
            void OnlyPing(IMessage m) { if (m is Ping) { return; } gate.Wait(); }
            void OnlyMarked(IMessage m) { if (m is IMarked) { gate.Wait(); } }
            async Task M(IMessage message) { await Task.Yield(); {{code}} }
        }
        """;
}
