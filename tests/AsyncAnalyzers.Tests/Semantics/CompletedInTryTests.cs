using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>What is known of tasks where exceptions, handlers and <c>finally</c> blocks are on the way.</summary>
public class CompletedInTryTests
{
    [Theory]
    // an await that fails is over, wherever it is in its statement
    [InlineData("try { Use(await t); } catch { n = t.Result; }")]
    [InlineData("try { await t.ConfigureAwait(false); } catch { } n = t.Result;")]
    [InlineData("try { n = await t + Pure(); } catch (IOException) { } n = t.Result;")]
    [InlineData("try { await Task.WhenAll(t, u); } catch { } n = t.Result + u.Result;")]
    [InlineData("try { n = 1; await t; } catch { n = t.Result; }")]
    // a finally leaves what it has found
    [InlineData("try { Use(1); } finally { await t; } n = t.Result;")]
    [InlineData("try { Use(1); } finally { try { await t; } catch { } } n = t.Result;")]
    [InlineData("await t; try { Use(1); } finally { Use(2); } n = t.Result;")]
    // each way through a finally keeps what it knows
    [InlineData("while (true) { try { if (b) { await t; break; } Use(1); } finally { Use(2); } } n = t.Result;")]
    [InlineData("for (; ; ) { try { Use(1); continue; } catch (IOException) { await t; break; } finally { Use(2); } } n = t.Result;")]
    // what catches everything lets nothing out
    [InlineData("try { try { Use(1); } catch { await t; } await t; } finally { Use(2); } n = t.Result;")]
    [InlineData("try { try { Use(1); } catch (Exception) { } await t; } catch (IOException) { n = t.Result; }")]
    [InlineData("try { Use(1); } catch (Exception e) when (e is IOException) { await t; throw; } await t; n = t.Result;")]
    [InlineData("try { Use(1); } catch { throw; } finally { await t; } n = t.Result;")]
    [InlineData("try { Use(1); throw new IOException(); } catch { await t; } n = t.Result;")]
    public Task Known(string body) => Verify.SilentAsync(InMethod(body));

    [Theory]
    [InlineData("try { Use(await u); await t; } catch { n = [|t.Result|]; }")]
    [InlineData("try { await F(n).ConfigureAwait(false); } catch { n = [|t.Result|]; }")]
    [InlineData("try { Use(1); await t; } catch (IOException) { } n = [|t.Result|];")]
    [InlineData("try { Use(1); } catch { } finally { if (b) { await t; } } n = [|t.Result|];")]
    [InlineData("try { Use(1); } finally { try { Use(1); await t; } catch { } } n = [|t.Result|];")]
    [InlineData("while (true) { try { if (b) { break; } await t; } finally { Use(2); } } n = [|t.Result|];")]
    [InlineData("await t; try { t = F(1); Use(1); } catch { n = [|t.Result|]; }")]
    [InlineData("await t; try { Use(1); t = F(1); } finally { n = [|t.Result|]; }")]
    [InlineData("await t; try { Use(await F(n = 1)); t = F(1); await t; } catch (IOException) { t = F(2); } n = [|t.Result|];")]
    [InlineData("try { try { Use(1); } catch (IOException) { } await t; } catch { n = [|t.Result|]; }")]
    [InlineData("try { try { Use(1); } catch { Use(2); } await t; } catch { n = [|t.Result|]; }")]
    [InlineData("try { Use(1); } catch (Exception) when (b) { await t; } catch (IOException) { } n = [|t.Result|];")]
    [InlineData("try { throw new IOException(); } catch { n = [|t.Result|]; }")]
    public Task Unknown(string body) => Verify.SilentAsync(InMethod(body));

    private static string InMethod(string body)
        => $$"""
            class C
            {
                async Task M(Task<int> t, Task<int> u, bool b, int n)
                {
                    {{body}}
                    await Task.Yield();
                }

                static void Use(int x) => Console.WriteLine(x);
                static int Pure() => 1;
                static Task<int> F(int x) => Task.Run(() => x + 1);
            }
            """;
}
