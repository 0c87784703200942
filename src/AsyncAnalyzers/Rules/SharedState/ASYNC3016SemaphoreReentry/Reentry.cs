namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// A lock for one that waits for itself: code that holds it waits for it again, itself or through functions that it calls. Locks that
/// belong to their thread are none: they let it in again.
/// </summary>
/// <param name="Second">The way to what waits for it again: the call under the lock first.</param>
/// <param name="IsCertain">Each call comes to the wait; where not, conditions decide.</param>
internal sealed record Reentry(TakenLock Second, bool IsCertain)
{
    /// <summary>The names of calls that take such a lock.</summary>
    public static readonly string[] Names =
    {
        "Wait", "WaitAsync", "WaitOne", "Lock", "LockAsync", "Enter", "EnterAsync", "WriterLock", "WriterLockAsync",
    };

    /// <summary>The call under the lock that waits for it.</summary>
    public SyntaxNode Call => Second.Steps[0].Node;

    /// <summary>The code waits for the lock itself.</summary>
    public bool IsDirect => Second.Steps.Length == 1;

    /// <summary>The lock as its own type writes it.</summary>
    public string Name => Second.Held.Lock.Path.Symbol?.Name ?? Second.Held.Lock.Text;

    /// <summary>What waits for the lock that a call takes, in the function of the call.</summary>
    public static IEnumerable<Reentry> After(InvocationExpressionSyntax call, CodeModel model)
    {
        if (call.Expression is not MemberAccessExpressionSyntax and not MemberBindingExpressionSyntax
            || !MayWaitAgain(call, out SyntaxNode function))
        {
            yield break;
        }

        if (HeldAfter(call, model) is not { } held || !IsForOne(held, model.CancellationToken))
        {
            yield break;
        }

        LocksTaken locks = LocksTaken.Of(model.Compilation);
        foreach (TakenLock again in locks.TakenIn(function, model))
        {
            if (again.Place != call && Is(again) && IsHeldAt(again.Steps[0].Place) && IsLock())
            {
                yield return new Reentry(again, IsCertain: true);
            }
        }

        foreach (FollowedCall followed in locks.CallsIn(function, model))
        {
            if (!IsHeldAt(followed.Place)
                || locks.By(followed, function, model).FirstOrDefault(Is) is not { } second
                || !second.Steps.Skip(1).All(step => step.KeepsLock(model.Types, model.CancellationToken))
                || !IsLock())
            {
                continue;
            }

            LockStep[] uncertain = second.Steps.Skip(1).Where(step => !CertainPlace.IsOnEachPath(step, model.CancellationToken)).ToArray();
            if (!uncertain.Any(step => CertainPlace.DependsOnFlags(step, model.CancellationToken)))
            {
                yield return new Reentry(second, uncertain.Length == 0);
            }
        }

        bool Is(TakenLock taken) => taken.Held.Lock.Equals(held.Lock);

        bool IsHeldAt(SyntaxNode place) => LockSets.TakenAt(place, model).Locks.Contains(held);

        bool IsLock()
            => held.Lock.Kind == LockKind.Library || IsReleasedWhereTaken(held.Lock.Path.Symbol!, function, model.CancellationToken);
    }

    /// <summary>The lock that the call takes, or may take.</summary>
    private static HeldLock? HeldAfter(InvocationExpressionSyntax call, CodeModel model)
        => LockOperation.Of(call, model) is { Taken: 1, Lock: { } @lock } operation
            ? new HeldLock(@lock, operation.Mode)
            : LockScopes.TakenBy(call, model);

    /// <summary>The function does more than take the lock.</summary>
    private static bool MayWaitAgain(InvocationExpressionSyntax call, out SyntaxNode function)
    {
        function = FunctionSyntax.Enclosing(call)!;
        return function is not null
            && (FunctionSyntax.Body(function) is not { } body
                || FunctionSyntax.OwnNodes(body).OfType<InvocationExpressionSyntax>().Any(other
                    => other != call && CallSyntax.CalledName(other) is not ("Release" or "ConfigureAwait" or null)));
    }

    private static bool IsForOne(HeldLock held, CancellationToken cancellationToken)
        => held.Mode == LockMode.Exclusive && !held.Lock.Path.MayChange && held.Lock.Path.Symbol is { } symbol
            && held.Lock.Kind switch
            {
                LockKind.Semaphore => LockOperation.IsForOne(symbol, cancellationToken),
                LockKind.Library => LockScopes.WaitsForItself(symbol, cancellationToken),
                _ => false,
            };

    /// <summary>
    /// The semaphore is a lock and no signal: each function that releases it has taken it. Where other functions do, they may run while
    /// this one waits.
    /// </summary>
    private static bool IsReleasedWhereTaken(ISymbol semaphore, SyntaxNode function, CancellationToken cancellationToken)
    {
        IEnumerable<SyntaxNode> scopes = semaphore.ContainingType is { } type && semaphore is not ILocalSymbol
            ? type.Parts(cancellationToken)
                .Append(function.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? function).Distinct()
            : new[] { FunctionSyntax.OutermostEnclosing(function) };
        var takers = new HashSet<SyntaxNode?>();
        var releasers = new HashSet<SyntaxNode?>();
        foreach (SyntaxNode node in scopes.SelectMany(static scope => scope.Descendants()))
        {
            if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != semaphore.Name)
            {
                continue;
            }

            ExpressionSyntax mention = name.Parent is MemberAccessExpressionSyntax own && own.Name == name ? own : name;
            string? called = mention.Parent switch
            {
                MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access when access.Expression == mention
                    => access.Name.Identifier.ValueText,
                ConditionalAccessExpressionSyntax
                {
                    WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding },
                }
                    => binding.Name.Identifier.ValueText,
                ArgumentSyntax => "passed",
                _ => null,
            };
            if (called == "Release")
            {
                if (mention.FirstAncestorOrSelf<InvocationExpressionSyntax>()!.ArgumentList.Arguments.Count > 0)
                {
                    return false;
                }

                releasers.Add(FunctionSyntax.Enclosing(name));
            }
            else if (called == "passed")
            {
                return false;
            }
            else if (called is not null && LockCalls.Takes(called))
            {
                takers.Add(FunctionSyntax.Enclosing(name));
            }
        }

        return releasers.Contains(function) && releasers.IsSubsetOf(takers);
    }
}
