using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2008TaskNeverObservedCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Fields that are set to tasks and never read.</summary>
public class UnobservedFieldFixTests
{
    private const string Svc = """

        interface ISvc { Task DoAsync(); Task<int> GetAsync(); }
        """;

    [Fact]
    public Task The_field_goes() => Verify.FixesAsync("""
        class C
        {
            // the last one
            private Task? [|_send|];

            void Send(ISvc svc)
            {
                // sends
                _send = svc.DoAsync(); // now
                this._send = svc.GetAsync();
            }
        }
        """ + Svc, """
        class C
        {
            void Send(ISvc svc)
            {
                // sends
                _ = svc.DoAsync(); // now
                _ = svc.GetAsync();
            }
        }
        """ + Svc);

    [Fact]
    public Task Between_others() => Verify.FixesAsync("""
        class C
        {
            private readonly ISvc _svc = null!;
            private Task? [|_send|];
            private int _count;

            void Send() { _count++; _send = _svc.DoAsync(); }
            int Count => _count;
        }
        """ + Svc, """
        class C
        {
            private readonly ISvc _svc = null!;
            private int _count;

            void Send() { _count++; _ = _svc.DoAsync(); }
            int Count => _count;
        }
        """ + Svc);

    [Theory]
    [InlineData("""private Task? [|_send|]; void A(ISvc svc) { _send = svc.DoAsync(); } void B() { _send = null; }""")]
    [InlineData("""private readonly List<Task> [|_all|] = new(); void A(ISvc svc) { _all.Add(svc.DoAsync()); }""")]
    [InlineData("""private Task? [|_send|]; void A(ISvc svc, int _) { _send = svc.DoAsync(); }""")]
    public Task No_fix(string member) => Verify.ReportsAsync($$"""
        class C { {{member}} }
        """ + Svc);
}
