namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// A long section of a lock that calls other functions: what those use of their own is under the lock by the way, and says nothing of what
/// the lock is for.
/// </summary>
internal static class LockedJob
{
    /// <summary>How many calls up callers are looked at.</summary>
    private const int MaximumDepth = 8;

    /// <summary>All uses are in functions that get the lock from one function, or in that one.</summary>
    public static bool Contains(StateAccess[] guarded, LockIdentity @lock, CodeModel model)
    {
        var sections = new HashSet<SyntaxNode>();
        bool isBelow = false;
        foreach (StateAccess access in guarded)
        {
            if (!Holds(access.Place, @lock, model.With(access.Model)))
            {
                isBelow = true;
            }

            if (!AddSectionsAround(access.Place, model.With(access.Model), 0) || sections.Count > 1)
            {
                return false;
            }
        }

        return isBelow && sections.Count == 1;

        bool AddSectionsAround(SyntaxNode place, CodeModel own, int depth)
        {
            if (FunctionSyntax.Enclosing(place) is not { } function || depth > MaximumDepth)
            {
                return false;
            }

            if (Holds(place, @lock, own))
            {
                sections.Add(FunctionSyntax.OutermostEnclosing(function));
                return true;
            }

            if (function is AnonymousFunctionExpressionSyntax)
            {
                return AddSectionsAround(function, own, depth + 1);
            }

            return FunctionSyntax.SymbolOf(function, own) is { } symbol && CallersOf.FindAll(symbol, function, own) is { } callers
                && callers.All(caller => AddSectionsAround(caller, model.In(caller.SyntaxTree), depth + 1));
        }
    }

    private static bool Holds(SyntaxNode place, LockIdentity @lock, CodeModel own)
        => LockSets.TakenAt(place, own).Locks.Any(one => one.Lock.Equals(@lock));
}
