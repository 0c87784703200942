namespace AsyncAnalyzers.Semantics;

/// <summary>
/// A <c>Mutex</c>, <c>Semaphore</c> or <c>EventWaitHandle</c> with a name: other processes share it, so nothing that lives in this process
/// alone
/// can take its place.
/// </summary>
internal static class NamedPrimitive
{
    private const int MaximumDepth = 3;

    /// <summary>What the call is made on is such a primitive, for sure.</summary>
    public static bool IsReceiverOf(ExpressionSyntax call, CodeModel model)
        => call is InvocationExpressionSyntax invocation
            && CallSyntax.CalledNameSyntax(invocation) is { } name
            && CallSyntax.Receiver(name) is { } receiver
            && MayBe(model.TypeOf(receiver))
            && IsOne(receiver, model, depth: 0);

    /// <summary>The primitive belongs to the thread that took it, or may.</summary>
    public static bool IsMutex(ExpressionSyntax call, CodeModel model)
        => call is InvocationExpressionSyntax invocation && CallSyntax.CalledName(invocation) == "WaitOne"
            && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(invocation)!) is { } receiver
            && model.TypeOf(receiver) is { Name: "Mutex" or "WaitHandle" };

    private static bool MayBe(ITypeSymbol? type)
        => type is { Name: "Mutex" or "Semaphore" or "EventWaitHandle" or "WaitHandle", ContainingNamespace.Name: "Threading" };

    private static bool IsOne(ExpressionSyntax value, CodeModel model, int depth)
    {
        switch (CallSyntax.WithoutSuppression(value))
        {
            case BaseObjectCreationExpressionSyntax creation:
                return IsNamed(creation, model);
            case InvocationExpressionSyntax call:
                return CallSyntax.CalledName(call) == "OpenExisting";
            case SimpleNameSyntax or MemberAccessExpressionSyntax when depth < MaximumDepth:
                return model.SymbolOf(value) is { } variable
                    and (ILocalSymbol or IFieldSymbol or IPropertySymbol)
                    && IsSetToOne(variable, model, depth + 1);
            default:
                return false;
        }
    }

    /// <summary>Something in the same file that sets the variable gives it a name.</summary>
    private static bool IsSetToOne(ISymbol variable, CodeModel model, int depth)
    {
        foreach (SyntaxReference place in variable.DeclaringSyntaxReferences)
        {
            if (place.SyntaxTree != model.SyntaxTree)
            {
                continue;
            }

            SyntaxNode declaration = place.GetSyntax(model.CancellationToken);
            ExpressionSyntax? initial = (declaration as VariableDeclaratorSyntax)?.Initializer?.Value
                ?? (declaration as PropertyDeclarationSyntax)?.Initializer?.Value;
            if (initial is not null && IsOne(initial, model, depth))
            {
                return true;
            }

            SyntaxNode? scope = variable is ILocalSymbol ? FunctionSyntax.Enclosing(declaration) is { } function
                    ? FunctionSyntax.OutermostEnclosing(function) : null
                : declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>();
            if (scope is not null && VariableMentions.In(scope, variable.Name, model).Any(mention
                => IsSetting(mention, model, depth)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSetting(IdentifierNameSyntax mention, CodeModel model, int depth)
    {
        SyntaxNode target = mention.Parent is MemberAccessExpressionSyntax access && access.Name == mention ? access : mention;
        return target.Parent switch
        {
            AssignmentExpressionSyntax assignment when assignment.Left == target
                => IsOne(assignment.Right, model, depth),
            ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword, Parent.Parent: InvocationExpressionSyntax call }
                => CallSyntax.CalledName(call) == "TryOpenExisting",
            _ => false,
        };
    }

    /// <summary>The constructor is given a name that is not null.</summary>
    private static bool IsNamed(BaseObjectCreationExpressionSyntax creation, CodeModel model)
    {
        if (creation.ArgumentList is not { Arguments: { Count: > 1 } arguments }
            || model.SymbolOf(creation) is not IMethodSymbol constructor)
        {
            return false;
        }

        int index = constructor.Parameters.ToList().FindIndex(static parameter
            => parameter is { Name: "name", Type.SpecialType: SpecialType.System_String });
        ArgumentSyntax? name = arguments.FirstOrDefault(static argument => argument.NameColon?.Name.Identifier.ValueText == "name")
            ?? (index >= 0 && index < arguments.Count ? arguments[index] : null);
        return index >= 0 && name is not null && !name.Expression.IsKind(SyntaxKind.NullLiteralExpression);
    }
}
