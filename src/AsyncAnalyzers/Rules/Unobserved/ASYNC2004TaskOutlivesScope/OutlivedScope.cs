namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>What ends when a function returns, though the task that it returns still needs it.</summary>
internal enum OutlivedScopeKind
{
    /// <summary>The resource is disposed.</summary>
    Using,

    /// <summary>The catch clauses see only what is thrown before the task is returned.</summary>
    Catch,

    /// <summary>The finally block runs.</summary>
    Finally,

    /// <summary>The lock is released.</summary>
    Lock,
}

/// <summary>Finds the innermost scope that a returned task outlives to the harm of somebody.</summary>
internal sealed class OutlivedScope
{
    private OutlivedScope(OutlivedScopeKind kind, SyntaxToken keyword, string? name, bool isMinor = false)
    {
        IsMinor = isMinor;
        Kind = kind;
        Keyword = keyword;
        Name = name;
    }

    public OutlivedScopeKind Kind { get; }

    /// <summary>The word that opens the scope, or the part of it that comes too early.</summary>
    public SyntaxToken Keyword { get; }

    /// <summary>The resource, the exception type or the lock; null where it has no short name.</summary>
    public string? Name { get; }

    /// <summary>What is missed is a line of the log, or the rest of a measured time.</summary>
    public bool IsMinor { get; }

    /// <summary>By syntax alone: the statement returns what a call answers, out of a scope in a function that is not async.</summary>
    public static bool MayEnclose(ReturnStatementSyntax @return)
    {
        if (@return.Expression is null || !ReturnedWork.CallsIn(@return.Expression).Any())
        {
            return false;
        }

        bool found = false;
        SyntaxNode child = @return;
        for (SyntaxNode? current = @return.Parent; current is not null; child = current, current = current.Parent)
        {
            switch (current)
            {
                case UsingStatementSyntax or LockStatementSyntax:
                case TryStatementSyntax @try when child == @try.Block || (child is CatchClauseSyntax && @try.Finally is not null):
                    found = true;
                    break;
                case BlockSyntax block:
                    found = found || UsingsBefore(block, child).Any();
                    break;
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax
                    or AccessorDeclarationSyntax:
                    return found && !FunctionSyntax.IsAsync(current) && FunctionSyntax.ReturnType(current) is not PredefinedTypeSyntax;
                case MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    /// <param name="return">A statement for which <see cref="MayEnclose"/> says yes.</param>
    /// <param name="call">The call whose task it returns.</param>
    /// <param name="model">The model of the tree.</param>
    public static OutlivedScope? Find(ReturnStatementSyntax @return, InvocationExpressionSyntax call, CodeModel model)
    {
        SyntaxNode child = @return;
        for (SyntaxNode? current = @return.Parent; current is not null
            && !FunctionSyntax.IsFunction(current)
            && current is not (MemberDeclarationSyntax or AccessorDeclarationSyntax); child = current, current = current.Parent)
        {
            OutlivedScope? found = current switch
            {
                UsingStatementSyntax @using => OfUsing(@using, @using.UsingKeyword, @using.Declaration, @using.Expression),
                BlockSyntax block => UsingsBefore(block, child).Reverse().Select(local
                    => OfUsing(block, local.UsingKeyword, local.Declaration, null)).FirstOrDefault(scope => scope is not null),
                LockStatementSyntax @lock when LockedWork.NeedsLock(@lock, call, model)
                    => new OutlivedScope(OutlivedScopeKind.Lock, @lock.LockKeyword, null),
                TryStatementSyntax @try => OfTry(@try, child),
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }
        }

        return null;

        OutlivedScope? OfUsing(SyntaxNode scope, SyntaxToken keyword, VariableDeclarationSyntax? declaration, ExpressionSyntax? expression)
            => UsedResource.NameOfHeld(scope, declaration, expression, @return, call, model) is { } name
                ? new OutlivedScope(OutlivedScopeKind.Using, keyword, name.Length == 0 ? null : name)
                : null;

        OutlivedScope? OfTry(TryStatementSyntax @try, SyntaxNode part)
        {
            if (part == @try.Block && HandledFaults.MissedBy(@try, call, model) is { } missed)
            {
                return new OutlivedScope(OutlivedScopeKind.Catch, missed.CatchKeyword, missed.Declaration?.Type.ToString(),
                    HandledFaults.OnlyLogs(missed));
            }

            return @try.Finally is { } @finally
                && part != @finally
                && FinalWork.ComesTooEarly(@try, @finally, @return.Expression!, call, model)
                ? new OutlivedScope(
                    OutlivedScopeKind.Finally, @finally.FinallyKeyword, null, Measurements.AreAllThatStopsIn(@finally.Block, model))
                : null;
        }
    }

    private static IEnumerable<LocalDeclarationStatementSyntax> UsingsBefore(BlockSyntax block, SyntaxNode child)
    {
        foreach (StatementSyntax statement in block.Statements)
        {
            if (statement == child)
            {
                yield break;
            }

            if (statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword } local)
            {
                yield return local;
            }
        }
    }
}
