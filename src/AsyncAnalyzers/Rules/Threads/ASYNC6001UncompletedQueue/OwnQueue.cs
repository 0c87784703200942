namespace AsyncAnalyzers.Rules.Threads;

/// <summary>A queue that is made here and stays here: a local, or a private field, all of whose uses are seen.</summary>
internal static class OwnQueue
{
    /// <summary>
    /// Where items are put into the queue; null where it may be completed or disposed, by code here or by somebody that it is handed to.
    /// </summary>
    public static IReadOnlyList<SimpleNameSyntax>? WritesOf(ISymbol queue, CodeModel model)
    {
        if (!IsQueue(queue switch { ILocalSymbol local => local.Type, IFieldSymbol field => field.Type, _ => null }))
        {
            return null;
        }

        bool isMade = false;
        var writes = new List<SimpleNameSyntax>();
        if (model.SyntaxOf(queue) is not VariableDeclaratorSyntax declarator
            || (declarator.Initializer is { Value: var initial } && !(isMade = IsCreation(initial)))
            || VariableMentions.OfOwn(queue, model) is not { } mentions
            || !mentions.All(mention => IsSeen(mention, model, writes, ref isMade)))
        {
            return null;
        }

        return isMade ? writes : null;
    }

    private static bool IsQueue(ITypeSymbol? type)
        => type is INamedTypeSymbol { Arity: 1 }
            && (type is { Name: "BlockingCollection", ContainingNamespace.Name: "Concurrent" }
                or { Name: "Channel", ContainingNamespace.Name: "Channels" })
            && type.IsOfFramework();

    private static bool IsCreation(ExpressionSyntax value)
        => CallSyntax.WithoutSuppression(value) is BaseObjectCreationExpressionSyntax { ArgumentList: not null }
            || (value is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name
                && name.StartsWith("Create", StringComparison.Ordinal));

    /// <summary>The use neither completes the queue nor hands it to anybody who could.</summary>
    private static bool IsSeen(SimpleNameSyntax mention, CodeModel model, List<SimpleNameSyntax> writes, ref bool isMade)
    {
        ExpressionSyntax whole = Writes.ExpressionOf(mention);
        switch (whole.Parent)
        {
            case AssignmentExpressionSyntax assignment when assignment.Left == whole:
                return isMade = IsCreation(assignment.Right);
            case MemberAccessExpressionSyntax access when access.Expression == whole:
                return access.Name.Identifier.ValueText switch
                {
                    "Reader" => true,
                    "Writer" => IsSeenWriter(access, model, writes),
                    "Add" or "TryAdd" => Adds(access.Name, writes),
                    "Take" or "TryTake" or "GetConsumingEnumerable" or "Count" or "IsCompleted" or "IsAddingCompleted" or "BoundedCapacity"
                        or "ToArray" or "CopyTo" => true,
                    _ => false,
                };
            default:
                return CallSyntax.IsInNameOf(whole);
        }
    }

    private static bool IsSeenWriter(ExpressionSyntax writer, CodeModel model, List<SimpleNameSyntax> writes)
        => writer.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == writer => IsWrite(access.Name, writes),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } alias }
                => VariableMentions.Of(alias, model).All(mention
                    => mention.Parent is MemberAccessExpressionSyntax access && access.Expression == mention
                        && IsWrite(access.Name, writes)),
            _ => false,
        };

    private static bool IsWrite(SimpleNameSyntax name, List<SimpleNameSyntax> writes)
        => name.Identifier.ValueText is "WriteAsync" or "TryWrite" or "WaitToWriteAsync" && Adds(name, writes);

    private static bool Adds(SimpleNameSyntax name, List<SimpleNameSyntax> writes)
    {
        writes.Add(name);
        return true;
    }
}
