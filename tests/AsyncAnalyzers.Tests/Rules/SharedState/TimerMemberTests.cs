using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateAnalyzer, AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>A member that handles the timer may have stopped it: told by the types of what it names, not by how that is spelt.</summary>
public class TimerMemberTests
{
    private const string Fields = "Timer? heart; System.Timers.Timer beat = new(100); int n, timerTicks; readonly Holder holder = new(); ";

    [Theory]
    [InlineData("void Start() { heart = new Timer(_ => { n++; }, null, 0, 100); } void Halt() { heart?.Dispose(); n += 5; }")]
    [InlineData("void Start() { heart = new Timer(_ => { n++; }, null, 0, 100); } void Halt() { Stop(); n += 5; } void Stop() { heart?.Dispose(); }")]
    [InlineData("void Start() { heart = new Timer(_ => { n++; }, null, 0, 100); } void Halt() { n += 5; Get()?.Dispose(); } Timer? Get() => heart;")]
    [InlineData("void Start() { beat.Elapsed += (_, _) => n++; } void Halt() { beat.Stop(); n += 5; }")]
    [InlineData("void Start() { beat.Elapsed += (_, _) => n++; } int Halt { set { beat.Enabled = false; n += value; } }")]
    [InlineData("void Start() { holder.Ticks = new Timer(_ => { n++; }, null, 0, 100); } void Halt() { holder.Ticks?.Dispose(); n += 5; }")]
    [InlineData("void Start() { holder.Any = new Timer(_ => { n++; }, null, 0, 100); } void Halt() { holder.Any?.Dispose(); n += 5; }")]
    public Task Handled(string members) => CheckAsync(members);

    [Theory]
    [InlineData("void Start() { heart = new Timer(_ => { [|n++|]; }, null, 0, 100); } void ResetTimerCount() { n += 5; }")]
    [InlineData("void Start() { heart = new Timer(_ => { [|n++|]; }, null, 0, 100); } void Add() { n += timerTicks; }")]
    [InlineData("void Start() { heart = new Timer(_ => { [|n++|]; }, null, 0, 100); } void Add(int timer) { n += timer; }")]
    [InlineData("void Start() { beat.Elapsed += (_, _) => [|n++|]; } int Timer { set { n += value; } }")]
    [InlineData("void Start() { heart = new Timer(_ => { [|n++|]; }, null, 0, 100); } void Add() { (n, _) = (3, 4); n++; } void Halt() { heart?.Dispose(); n += 5; }")]
    public Task Not_handled(string members) => CheckAsync(members);

    private static Task CheckAsync(string members) => Verify.SilentAsync(
        $"#pragma warning disable CS0649, CS0414, CS0169\nclass Holder {{ public Timer? Ticks; public IDisposable? Any; }}\nclass C {{ {Fields}{members} }}");
}
