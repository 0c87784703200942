namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A use of a member against the contract of its type.</summary>
/// <param name="Use">The expression that names the member.</param>
/// <param name="Name">The name in it.</param>
/// <param name="Member">The member and its lock; null where the type only says that it is thread-safe.</param>
/// <param name="Attribute">Where the contract stands.</param>
internal sealed record UnguardedUse(ExpressionSyntax Use, string Name, GuardedMember? Member, AttributeData Attribute)
{
    public static IEnumerable<UnguardedUse> FindAll(TypeDeclarationSyntax declaration, CodeModel model)
    {
        if (model.GetDeclaredSymbol(declaration) is not { } type)
        {
            yield break;
        }

        ImmutableArray<GuardedMember> guarded = LockContract.GuardedMembersOf(type);
        AttributeData? threadSafe = LockContract.ThreadSafetyOf(type);
        if (guarded.IsEmpty && threadSafe is null)
        {
            yield break;
        }

        foreach (SyntaxNode node in declaration.Descendants(static node => node is not AttributeListSyntax))
        {
            if (node is not SimpleNameSyntax name || FunctionSyntax.Enclosing(name) is not { } function
                || IsWithoutOthers(function) || CallSyntax.IsInNameOf(name))
            {
                continue;
            }

            ExpressionSyntax use = Writes.ExpressionOf(name);
            foreach (GuardedMember member in guarded)
            {
                if (member.Symbol.Name == name.Identifier.ValueText && IsUseOf(use, member.Symbol, model)
                    && IsWithout(member, use, name, model))
                {
                    yield return new UnguardedUse(use, name.Identifier.ValueText, member, member.Attribute);
                }
            }

            if (threadSafe is not null && Writes.IsWritten(use) && !Writes.IsOfInitializedObject(use)
                && FirstPart(use) && use.Parent is not ArgumentSyntax
                && model.SymbolOf(use) is IFieldSymbol { IsVolatile: false, IsReadOnly: false } field
                && SymbolEqualityComparer.Default.Equals(field.ContainingType, type)
                && StatePath.Of(use, model) is { IsDirect: true }
                && !guarded.Any(member => SymbolEqualityComparer.Default.Equals(member.Symbol, field))
                && LockSets.At(use, model).IsEmpty)
            {
                yield return new UnguardedUse(use, name.Identifier.ValueText, null, threadSafe);
            }
        }
    }

    /// <summary>A bare name or one of <c>this</c>: other objects may not be known to others yet.</summary>
    private static bool FirstPart(ExpressionSyntax use)
        => use is SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };

    /// <summary>Nobody else sees the object yet, or any more.</summary>
    private static bool IsWithoutOthers(SyntaxNode function)
        => FunctionSyntax.OutermostEnclosing(function) is ConstructorDeclarationSyntax or DestructorDeclarationSyntax;

    private static bool IsUseOf(ExpressionSyntax use, ISymbol member, CodeModel model)
        => !Writes.IsOfInitializedObject(use)
            && model.SymbolOf(use) is { } symbol
            && SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, member.OriginalDefinition);

    private static bool IsWithout(GuardedMember member, ExpressionSyntax use, SimpleNameSyntax name, CodeModel model)
    {
        string gate = member.Gate;
        if (!member.IsStatic && CallSyntax.Receiver(name) is { } receiver and not (ThisExpressionSyntax or BaseExpressionSyntax)
            && !member.Symbol.IsStatic)
        {
            if (LockPath.Of(receiver, model) is not { } path || path.Path.Variable is ILocalSymbol)
            {
                return false;
            }

            gate = gate == "this" ? path.Text : path.Text + gate.Substring("this".Length);
        }

        // A guarded member itself is written for callers that hold the lock.
        if (FunctionSyntax.Enclosing(use) is { } function && FunctionSyntax.SymbolOf(function, model) is { } around
            && (around.AssociatedSymbol ?? around) is var owner
            && owner.GetAttributes().Any(attribute => attribute.AttributeClass?.Name is "GuardedBy" or "GuardedByAttribute"))
        {
            return false;
        }

        LockSet held = LockSets.At(use, model);
        bool writes = Writes.IsWritten(use);
        return !held.HoldsUnknown && !held.Locks.Any(one
            => one.Lock.Text == gate && (!writes || one.Mode != LockMode.Shared));
    }
}
