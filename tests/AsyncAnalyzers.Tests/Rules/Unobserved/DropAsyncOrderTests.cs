using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2017AsyncWithoutAwaitAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2017AsyncWithoutAwaitCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Which of the two actions of ASYNC2017 comes first: with a <c>try</c> around the body, or without.</summary>
public class DropAsyncOrderTests
{
    [Theory]
    [InlineData("""try { return int.Parse(s); } catch (Exception e) { Console.WriteLine(e); return 0; }""", """try { return Task.FromResult(int.Parse(s)); } catch (Exception e) { Console.WriteLine(e); return Task.FromResult(0); }""")]
    [InlineData("""int n = 0; try { n = int.Parse(s); } catch { } return n;""", """int n = 0; try { n = int.Parse(s); } catch { } return Task.FromResult(n);""")]
    [InlineData("""return s.Length;""", """return Task.FromResult(s.Length);""")]
    [InlineData("""return this.Next.Size;""", """return Task.FromResult(this.Next.Size);""")]
    [InlineData("""return s == null ? 0 : Next?.Size ?? s.Length;""", """return Task.FromResult(s == null ? 0 : Next?.Size ?? s.Length);""")]
    public Task Nothing_gets_out(string body, string fixedBody) => Verify.FixesAsync(
        Whole("async Task<int> [|Find|]", body), Whole("Task<int> Find", fixedBody), configure: WithoutTry);

    [Theory]
    [InlineData("""return int.Parse(s);""", """return Task.FromResult(int.Parse(s));""")]
    [InlineData("""try { return int.Parse(s); } catch (IOException) { return 0; }""", """try { return Task.FromResult(int.Parse(s)); } catch (IOException) { return Task.FromResult(0); }""")]
    [InlineData("""try { return int.Parse(s); } catch (Exception e) { Console.WriteLine(e); throw; }""", """try { return Task.FromResult(int.Parse(s)); } catch (Exception e) { Console.WriteLine(e); throw; }""")]
    [InlineData("""int n = int.Parse(s); try { return n; } catch (Exception) { return 0; }""", """int n = int.Parse(s); try { return Task.FromResult(n); } catch (Exception) { return Task.FromResult(0); }""")]
    [InlineData("""return s[0];""", """return Task.FromResult<int>(s[0]);""")]
    [InlineData("""return Next.Size / s.Length;""", """return Task.FromResult(Next.Size / s.Length);""")]
    public Task Something_may_get_out(string body, string fixedBody) => Verify.FixesAsync(
        Whole("async Task<int> [|Find|]", body), Whole("Task<int> Find", fixedBody), codeActionIndex: 1, configure: WithoutTry);

    private static void WithoutTry(Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixTest<
        AsyncAnalyzers.Rules.Unobserved.ASYNC2017AsyncWithoutAwaitAnalyzer,
        AsyncAnalyzers.Rules.Unobserved.ASYNC2017AsyncWithoutAwaitCodeFix,
        DefaultVerifier> test)
        => test.CodeActionVerifier = (action, _) => Assert.DoesNotContain("faulted task", action.Title);

    private static string Whole(string signature, string body) => $$"""
        class C
        {
            public C Next => this;
            public int Size => 1;
            public {{signature}}(string s)
            {
                {{body}}
            }
        }
        """;
}
